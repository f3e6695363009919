import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { compileResourceType } from './compile-resource-type.ts';
import { defineExtension } from './define-extension.ts';
import { User } from './definitions/user.ts';
import { keepImmutable } from './keep-immutable.ts';

const extra = 'urn:example:Extra';
const model = compileResourceType({
  name: 'Thing',
  endpoint: '/Things',
  schema: {
    id: 'urn:example:Thing',
    name: 'Thing',
    attributes: {
      title: {},
      serial: { mutability: 'immutable' },
      codes: { mutability: 'immutable', multiValued: true },
      pin: { mutability: 'writeOnly', returned: 'never' },
      state: { mutability: 'readOnly' },
      owner: {
        type: 'complex',
        subAttributes: { value: {}, since: { mutability: 'immutable' }, name: { mutability: 'readOnly' } },
      },
      parts: {
        type: 'complex',
        multiValued: true,
        subAttributes: {
          value: {},
          type: {},
          lot: { mutability: 'immutable' },
          label: { mutability: 'readOnly' },
        },
      },
      marks: {
        type: 'complex',
        multiValued: true,
        subAttributes: { text: {}, at: { mutability: 'readOnly' } },
      },
      plain: { type: 'complex', subAttributes: { a: {}, b: {} } },
    },
  },
  extensions: [
    {
      schema: defineExtension({
        id: extra,
        name: 'Extra',
        attributes: { badge: { mutability: 'immutable' }, floor: {}, seen: { mutability: 'readOnly' } },
      }),
    },
  ],
});

const schemas = ['urn:example:Thing'];
const both = ['urn:example:Thing', extra];
type Parts = Record<string, unknown>;

describe('keepImmutable', () => {
  it.each<[string, Parts, Parts, Parts]>([
    [
      'replaces what can be written',
      { title: 'a', plain: { a: '1' } },
      { plain: { b: '2' } },
      { plain: { b: '2' } },
    ],
    [
      'keeps an immutable value that is left out (CHR-09)',
      { serial: 'S' },
      { title: 't' },
      { title: 't', serial: 'S' },
    ],
    ['takes an immutable value that was not set (CHR-08)', {}, { serial: 'S' }, { serial: 'S' }],
    [
      'takes the same immutable value, as it was spelled first (CHR-07)',
      { serial: 'S' },
      { serial: 's' },
      { serial: 'S' },
    ],
    ['compares lists', { codes: ['a', 'B'] }, { codes: ['A', 'b'] }, { codes: ['a', 'B'] }],
    ['keeps a secret that is left out (PUT-04)', { pin: '1' }, {}, { pin: '1' }],
    ['replaces a secret', { pin: '1' }, { pin: '2' }, { pin: '2' }],
    ['keeps what the server has put there', { state: 'on' }, {}, { state: 'on' }],
    [
      'keeps a readOnly part of an unchanged value',
      { owner: { value: 'o', name: 'O' } },
      { owner: { value: 'O' } },
      { owner: { value: 'O', name: 'O' } },
    ],
    [
      'drops a readOnly part with the value it is about',
      { owner: { value: 'o', name: 'O' } },
      { owner: { value: 'p' } },
      { owner: { value: 'p' } },
    ],
    ['drops it with a value that is cleared', { owner: { value: 'o', name: 'O' } }, {}, {}],
    [
      'keeps an immutable part',
      { owner: { value: 'o', since: '1' } },
      { owner: { value: 'p' } },
      { owner: { value: 'p', since: '1' } },
    ],
    [
      'keeps an immutable part of a value that is cleared',
      { owner: { value: 'o', since: '1' } },
      {},
      { owner: { since: '1' } },
    ],
    [
      'knows elements by their value (CHR-11)',
      {
        parts: [
          { value: 'a', lot: '1', label: 'A' },
          { value: 'b', lot: '2' },
        ],
      },
      { parts: [{ value: 'c' }, { value: 'A' }] },
      { parts: [{ value: 'c' }, { value: 'A', lot: '1', label: 'A' }] },
    ],
    [
      'prefers the element of the same type',
      {
        parts: [
          { value: 'a', type: 'x', lot: '1' },
          { value: 'a', type: 'y', lot: '2' },
        ],
      },
      { parts: [{ value: 'a', type: 'y' }] },
      { parts: [{ value: 'a', type: 'y', lot: '2' }] },
    ],
    [
      'knows elements without value by all that can be written',
      {
        marks: [
          { text: 'x', at: '1' },
          { text: 'y', at: '2' },
        ],
      },
      { marks: [{ text: 'y' }, { text: 'z' }] },
      { marks: [{ text: 'y', at: '2' }, { text: 'z' }] },
    ],
    ['clears a list', { parts: [{ value: 'a', lot: '1' }] }, {}, {}],
  ])('%s', (_name, before, after, expected) => {
    const kept = keepImmutable(model, { schemas, ...before }, { schemas, ...after });
    expect(JSON.stringify(kept)).toBe(JSON.stringify({ schemas, ...expected }));
  });

  it('keeps what lasts of an extension that is left out, and names it in schemas', () => {
    const before = { schemas: both, [extra]: { badge: 'B', floor: '1', seen: 's' } };
    expect(keepImmutable(model, before, { schemas })).toEqual({
      schemas: both,
      [extra]: { badge: 'B', seen: 's' },
    });
    expect(keepImmutable(model, before, { schemas: both, [extra]: { floor: '2' } })).toEqual({
      schemas: both,
      [extra]: { badge: 'B', floor: '2', seen: 's' },
    });
    expect(keepImmutable(model, { schemas: both, [extra]: { floor: '1' } }, { schemas })).toEqual({
      schemas,
    });
  });

  it.each<[Parts, Parts, string]>([
    [{ serial: 'S' }, { serial: 'T' }, 'serial'],
    [{ codes: ['a'] }, { codes: ['a', 'b'] }, 'codes'],
    [{ owner: { since: '1' } }, { owner: { since: '2' } }, 'owner.since'],
    [{ parts: [{ value: 'a', lot: '1' }] }, { parts: [{ value: 'a', lot: '2' }] }, 'parts.lot'],
    [{ [extra]: { badge: 'B' } }, { [extra]: { badge: 'C' } }, `${extra}:badge`],
  ])('refuses to change an immutable value (CHR-07): %j to %j', (before, after, path) => {
    const change = () => keepImmutable(model, before, after);
    expect(change).toThrow(ScimError);
    expect(change).toThrow(`${path}: the value cannot be changed once it is set.`);
    expect(change).toThrow(expect.objectContaining({ status: 400, scimType: 'mutability' }));
  });

  it('hands the new document back when there is nothing to carry over', () => {
    const user = compileResourceType(User);
    const after = { schemas: [user.schema], userName: 'jo' };
    expect(keepImmutable(user, { schemas: [user.schema], userName: 'old', title: 'x' }, after)).toBe(after);
  });

  it('changes neither document', () => {
    const before = Object.freeze({ schemas, serial: 'S', owner: Object.freeze({ value: 'o', since: '1' }) });
    const after = Object.freeze({ schemas, owner: Object.freeze({ value: 'p' }) });
    expect(() => keepImmutable(model, before, after)).not.toThrow();
  });
});
