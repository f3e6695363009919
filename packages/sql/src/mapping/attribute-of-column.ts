import type { AttributeRef } from '@scimkit/core';
import type { MappedType } from './mapped-type.ts';

/** The attribute that a column is mapped to, or that is computed from it. */
export function attributeOfColumn({ fields }: MappedType, column: string): AttributeRef | undefined {
  const name = column.toLowerCase();
  const is = (other: string | undefined): boolean => other?.toLowerCase() === name;
  return (
    [...fields.scalars, ...fields.singles].find((field) => is(field.column) || is(field.compare?.column))
      ?.attribute ??
    fields.computed.find(({ codec }) => codec.columns.some(is))?.attribute ??
    fields.children.find(({ child }) => [child.value, child.type, child.primary].some(is))?.attribute
  );
}

/**
 * The attribute of which a database speaks: it names columns, or a constraint whose name says them (`users_status_check`).
 * Of several the longest name is meant; where there is none, nobody is accused.
 */
export function attributeIn(type: MappedType, words: string): AttributeRef | undefined {
  const spoken = words.toLowerCase();
  const columns = [...type.facts.keys()].sort((one, other) => other.length - one.length);
  for (const column of columns) {
    const attribute = isSpokenOf(spoken, column.toLowerCase()) ? attributeOfColumn(type, column) : undefined;
    if (attribute !== undefined) return attribute;
  }
  return undefined;
}

/** As a word of its own, where `_` joins words: `email` in `users_email_key`, and not in `emails`. */
function isSpokenOf(words: string, column: string): boolean {
  for (let at = words.indexOf(column); at >= 0; at = words.indexOf(column, at + 1)) {
    const around = `${words[at - 1] ?? ' '}${words[at + column.length] ?? ' '}`;
    if (!/[a-z0-9]/.test(around)) return true;
  }
  return false;
}
