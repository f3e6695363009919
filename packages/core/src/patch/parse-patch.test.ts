import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { parsePatch } from './parse-patch.ts';

const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
const op = { op: 'replace', path: 'active', value: false };

function failureOf(body: unknown, options?: Parameters<typeof parsePatch>[1]): ScimError {
  try {
    parsePatch(body, options);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('No error was thrown.');
}

describe('parsePatch', () => {
  it.each<[string, unknown, unknown]>([
    ['as specified', { schemas, Operations: [op] }, [op]],
    [
      'names and op in any case',
      { SCHEMAS: schemas, operations: [{ OP: 'RePlace', Path: 'a', VALUE: 1 }] },
      [{ op: 'replace', path: 'a', value: 1 }],
    ],
    ['the schema in any case', { schemas: [schemas[0]?.toUpperCase()], Operations: [op] }, [op]],
    ['further schemas', { schemas: ['urn:x', ...schemas], Operations: [op] }, [op]],
    [
      'a body with an id and operations with a name',
      { id: '1', schemas, Operations: [{ name: 'n', ...op }] },
      [op],
    ],
    ['no path', { schemas, Operations: [{ op: 'add', value: {} }] }, [{ op: 'add', value: {} }]],
    [
      'a null path',
      { schemas, Operations: [{ op: 'add', path: null, value: {} }] },
      [{ op: 'add', value: {} }],
    ],
    [
      'a null value',
      { schemas, Operations: [{ op: 'Add', path: 'a', value: null }] },
      [{ op: 'add', path: 'a', value: null }],
    ],
    [
      'a remove with a value',
      { schemas, Operations: [{ op: 'remove', path: 'a', value: [1] }] },
      [{ op: 'remove', path: 'a', value: [1] }],
    ],
    [
      'several in their order',
      { schemas, Operations: [op, { op: 'remove', path: 'b' }] },
      [op, { op: 'remove', path: 'b' }],
    ],
  ])('takes %s', (_, body, operations) => {
    expect(parsePatch(body)).toEqual(operations);
  });

  it.each<[string, unknown, string]>([
    ['no object', null, 'invalidSyntax'],
    ['a list', [op], 'invalidSyntax'],
    ['a string', 'x', 'invalidSyntax'],
    ['no body', undefined, 'invalidSyntax'],
    ['no schemas', { Operations: [op] }, 'invalidSyntax'],
    ['schemas that is no list', { schemas: schemas[0], Operations: [op] }, 'invalidSyntax'],
    ['other schemas', { schemas: ['urn:x', 5, null], Operations: [op] }, 'invalidSyntax'],
    ['no Operations', { schemas }, 'invalidSyntax'],
    ['empty Operations', { schemas, Operations: [] }, 'invalidSyntax'],
    ['an object for Operations', { schemas, Operations: op }, 'invalidSyntax'],
    ['two spellings of Operations', { schemas, Operations: [op], operations: [op] }, 'invalidSyntax'],
    ['an operation that is no object', { schemas, Operations: ['add'] }, 'invalidSyntax'],
    ['an operation that is null', { schemas, Operations: [null] }, 'invalidSyntax'],
    ['no op', { schemas, Operations: [{ path: 'a', value: 1 }] }, 'invalidSyntax'],
    ['an unknown op', { schemas, Operations: [{ op: 'move', path: 'a', value: 1 }] }, 'invalidSyntax'],
    [
      'an op that names a property of objects',
      { schemas, Operations: [{ op: 'constructor', path: 'a', value: 1 }] },
      'invalidSyntax',
    ],
    ['an op that is a number', { schemas, Operations: [{ op: 1, path: 'a', value: 1 }] }, 'invalidSyntax'],
    [
      'two spellings of op',
      { schemas, Operations: [{ op: 'add', OP: 'remove', path: 'a', value: 1 }] },
      'invalidSyntax',
    ],
    ['a path that is no string', { schemas, Operations: [{ op: 'add', path: 5, value: 1 }] }, 'invalidPath'],
    ['an add without a value', { schemas, Operations: [{ op: 'add', path: 'a' }] }, 'invalidValue'],
    ['a replace without a value', { schemas, Operations: [{ op: 'replace', path: 'a' }] }, 'invalidValue'],
    ['a remove without a path', { schemas, Operations: [{ op: 'remove' }] }, 'noTarget'],
    [
      'a remove with a null path',
      { schemas, Operations: [{ op: 'remove', path: null, value: {} }] },
      'noTarget',
    ],
  ])('refuses %s', (_, body, scimType) => {
    const error = failureOf(body);
    expect([error.status, error.scimType]).toEqual([400, scimType]);
    expect(error.message.length).toBeGreaterThan(20);
  });

  it('says which operation is wrong and cuts what it echoes', () => {
    const long = 'x'.repeat(500);
    const error = failureOf({ schemas, Operations: [op, { op: long, path: 'a', value: 1 }] });
    expect(error.message).toContain('operation 2');
    expect(error.message.length).toBeLessThan(200);
  });

  it('bounds the number of operations', () => {
    const many = { schemas, Operations: Array.from({ length: 100_000 }, () => op) };
    expect(failureOf(many).status).toBe(413);
    expect(failureOf({ schemas, Operations: [op, op, op] }, { maxOperations: 2 }).status).toBe(413);
    expect(parsePatch({ schemas, Operations: Array.from({ length: 10_000 }, () => op) })).toHaveLength(
      10_000,
    );
  });

  it('gets by without the message schema where that is tolerated, and says so', () => {
    const told: string[] = [];
    const options = { requireSchema: false, onTolerated: (name: string) => told.push(name) };
    for (const none of [{}, { schemas: null }, { schemas: [] }]) {
      expect(parsePatch({ ...none, Operations: [op] }, options)).toEqual([op]);
    }
    expect(told).toEqual(Array.from({ length: 3 }, () => 'patch-schemas-missing'));
    expect(parsePatch({ schemas, Operations: [op] }, options)).toEqual([op]);
    expect(told).toHaveLength(3);
  });

  it('refuses a message that says it is something else, tolerant or not', () => {
    const bulk = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
    for (const wrong of [[bulk], ['urn:x'], 'urn:x', [1], [null], {}, 5, schemas[0]]) {
      for (const requireSchema of [true, false]) {
        const error = failureOf({ schemas: wrong, Operations: [op] }, { requireSchema });
        expect([error.status, error.scimType]).toEqual([400, 'invalidSyntax']);
        expect(error.message).toContain('PatchOp');
      }
    }
    expect(failureOf({ schemas: [bulk], Operations: [op] }).message).toContain(bulk);
    expect(failureOf({ schemas: ['x'.repeat(500)], Operations: [op] }).message.length).toBeLessThan(250);
  });

  it('takes keys of the request for data', () => {
    const body: unknown = JSON.parse(
      `{"__proto__":{"schemas":[]},"schemas":${JSON.stringify(schemas)},"Operations":[{"__proto__":{"op":"add"},"op":"remove","path":"a"}]}`,
    );
    expect(parsePatch(body)).toEqual([{ op: 'remove', path: 'a' }]);
  });
});
