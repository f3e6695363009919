import { compileResourceType, type ResourceModel, User } from '@scimkit/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startService } from './service.ts';
import { stores } from './stores.ts';

type Attribute = ResourceModel['attributes'][number];

const model = compileResourceType(User);

/** Any value that the definition of an attribute allows a client to write. */
function anyValue(attribute: Attribute): fc.Arbitrary<unknown> {
  switch (attribute.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.maxSafeInteger();
    case 'decimal':
      return fc.integer({ min: -1e6, max: 1e6 }).map((value) => value / 4);
    case 'dateTime':
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString());
    case 'binary':
      return fc
        .uint8Array({ minLength: 1, maxLength: 20 })
        .map((bytes) => Buffer.from(bytes).toString('base64'));
    case 'reference':
      return fc.webUrl();
    case 'complex':
      return partsOf(attribute.subAttributes);
    default:
      return text();
  }
}

/** Strings that every store has to keep: no NUL, no lone surrogate, not empty. */
function text(): fc.Arbitrary<string> {
  return fc
    .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
    .filter((value) => value.isWellFormed() && !value.includes('\u0000') && !value.includes('\u{10ffff}'));
}

function partsOf(attributes: readonly Attribute[]): fc.Arbitrary<Record<string, unknown>> {
  const written = attributes.filter(({ mutability, secret }) => mutability !== 'readOnly' && !secret);
  const record = Object.fromEntries(
    written.map((part) => [part.name, part.multiValued ? listOf(part) : anyValue(part)]),
  );
  return fc.record(record, { requiredKeys: [] });
}

/** At most one element is the primary one, and each has a value of its own, since duplicates collapse. */
function listOf(attribute: Attribute): fc.Arbitrary<unknown[]> {
  const hasValue = attribute.byName.has('value');
  return fc
    .uniqueArray(fc.tuple(anyValue(attribute), fc.uuid()), { maxLength: 3, selector: ([, id]) => id })
    .map((elements) =>
      elements.map(([element, id], index) => {
        if (attribute.type !== 'complex' || typeof element !== 'object' || element === null) return element;
        const { primary: _, ...parts } = element as Record<string, unknown>;
        const value = hasValue && attribute.byName.get('value')?.type === 'string' ? { value: id } : {};
        return {
          ...parts,
          ...value,
          ...(index === 0 && attribute.byName.has('primary') ? { primary: true } : {}),
        };
      }),
    );
}

const common = new Set(['schemas', 'id', 'meta', 'userName', 'groups']);
const documents = fc
  .tuple(partsOf(model.attributes.filter(({ name }) => !common.has(name))), fc.uuid())
  .map(([parts, userName]) => {
    const extensions = model.extensions.filter(({ name }) => Object.hasOwn(parts, name));
    return { schemas: [model.schema, ...extensions.map(({ name }) => name)], userName, ...parts };
  });

describe.each(Object.keys(stores))('any valid document on %s', (store) => {
  it('survives create, read and a PUT of what was read', async () => {
    const service = await startService(store, { profile: 'strict' });
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const created = await service.send('POST', '/Users', document);
        expect(created.status, created.text).toBe(201);
        for (const { name, type, multiValued, secret, mutability } of model.attributes) {
          const sent = (document as Record<string, unknown>)[name];
          if (type !== 'complex' && mutability !== 'readOnly' && !multiValued && !secret)
            expect(created.body[name]).toEqual(sent);
        }
        const read = await service.send('GET', `/Users/${created.body.id}`);
        expect(read.body).toEqual(created.body);
        const put = await service.send('PUT', `/Users/${created.body.id}`, read.body);
        expect(put.status, put.text).toBe(200);
        expect(put.body).toEqual(read.body);
      }),
      { numRuns: 150 },
    );
    await service.close();
  });
});
