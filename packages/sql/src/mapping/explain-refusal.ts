import { type AttributeRef, StoreError, type StoreErrorOptions } from '@scimkit/core';
import { attributeIn, attributeOfColumn } from './attribute-of-column.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedView } from './mapped-view.ts';
import { type Refusal, readRefusal } from './read-refusal.ts';

/**
 * Runs a write on the application's tables. What its constraints, types and triggers say against it becomes an error that
 * the client can do something about; the database's words stay in the cause, for the log.
 */
export async function explaining<T>(
  view: MappedView,
  type: MappedType,
  work: 'write' | 'removal',
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const refusal = readRefusal(view.context.dialect, error.cause);
    if (refusal === undefined) throw error;
    // SQLite does not say which end of a reference is missing.
    const kind = refusal.kind === 'referred' && work === 'write' ? 'value' : refusal.kind;
    throw explained(type, { ...refusal, kind }, error);
  }
}

function explained(type: MappedType, refusal: Refusal, { message, cause }: StoreError): StoreError {
  const attribute =
    refusal.column === undefined ? attributeIn(type, refusal.words) : attributeOfColumn(type, refusal.column);
  const options = (reason: string): StoreErrorOptions => ({ ...named(attribute), reason, cause });
  switch (refusal.kind) {
    case 'unique': {
      const unique = type.model.unique.find(({ id }) => id === attribute?.id);
      return new StoreError('conflict', message, { ...named(unique), cause });
    }
    case 'empty':
      // What no attribute fills the client cannot fill either.
      if (refusal.column !== undefined && attribute === undefined) {
        return new StoreError(
          'unsupported',
          `${type.mapping.table}.${refusal.column} has to have a value: give it one in \`defaults\` of the mapping. (${message})`,
          { cause },
        );
      }
      return new StoreError('invalid', message, options('the application needs a value'));
    case 'length':
      return new StoreError(
        'invalid',
        message,
        options('the value is longer than the application can store'),
      );
    case 'range':
      return new StoreError(
        'invalid',
        message,
        options('the value is out of the range that the application stores'),
      );
    case 'value':
      return new StoreError('invalid', message, options('the application does not take this value'));
    case 'referred':
      return new StoreError('refused', message, {
        reason: 'other data of the application depends on it',
        cause,
      });
    case 'trigger':
      return new StoreError('refused', message, { cause });
  }
}

function named(attribute: AttributeRef | undefined): StoreErrorOptions {
  return attribute === undefined ? {} : { attribute };
}
