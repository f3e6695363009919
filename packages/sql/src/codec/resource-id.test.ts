import { createUuidV7 } from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './hex.ts';
import { decodeId, decodeIdFromHex, encodeId, encodeIdAsHex } from './resource-id.ts';

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Ids of every length around the 16 bytes of a UUID, and some that look like one. */
const others = [
  'x',
  'role-1',
  ...Array.from({ length: 20 }, (_, index) => 'x'.repeat(index + 1)),
  'é'.repeat(7),
  `${'é'.repeat(7)}x`,
  '\u{1f600}'.repeat(3),
  uuid.toUpperCase(),
  uuid.replaceAll('-', ''),
  `${uuid} `,
  `{${uuid}}`,
  '__proto__',
  'a'.repeat(255),
];

describe('encodeId', () => {
  it('keeps a UUID in 16 bytes', () => {
    const bytes = encodeId(uuid);
    expect(bytes).toHaveLength(16);
    expect(bytes && decodeId(bytes)).toBe(uuid);
    expect(decodeIdFromHex(encodeIdAsHex(uuid) ?? '')).toBe(uuid);
    for (let count = 0; count < 100; count += 1) {
      const id = createUuidV7();
      expect(decodeId(encodeId(id) ?? new Uint8Array())).toBe(id);
    }
  });

  it('keeps every other id apart from UUIDs and from each other', () => {
    const seen = new Map<string, string>([[toHex(encodeId(uuid) ?? new Uint8Array()), uuid]]);
    for (const id of new Set(others)) {
      const bytes = encodeId(id);
      expect(bytes, id).toBeDefined();
      expect(bytes, id).not.toHaveLength(16);
      expect(decodeId(bytes ?? new Uint8Array()), id).toBe(id);
      const hex = encodeIdAsHex(id) ?? '';
      expect(hex).toBe(toHex(bytes ?? new Uint8Array()));
      expect(decodeIdFromHex(hex.toUpperCase())).toBe(id);
      expect(seen.get(hex)).toBeUndefined();
      seen.set(hex, id);
    }
  });

  it('puts UUIDs in the order of their text, and others after each other by code point', () => {
    const ids = Array.from({ length: 200 }, () => crypto.randomUUID()).sort();
    const byBytes = [...ids].sort((a, b) =>
      Buffer.compare(encodeId(a) ?? Buffer.of(), encodeId(b) ?? Buffer.of()),
    );
    expect(byBytes).toEqual(ids);
    const names = ['a', 'aa', 'a'.repeat(14), 'a'.repeat(15), 'a'.repeat(16), 'b', '\ufffd', '\u{1f600}'];
    const sorted = [...names].sort((a, b) =>
      Buffer.compare(encodeId(a) ?? Buffer.of(), encodeId(b) ?? Buffer.of()),
    );
    expect(sorted).toEqual(names);
  });

  it('finds nobody by what cannot be an id', () => {
    for (const id of ['', 'a\0', '\ud800', 'x'.repeat(256), 'é'.repeat(128), 'x'.repeat(100_000)]) {
      expect(encodeId(id)).toBeUndefined();
      expect(encodeIdAsHex(id)).toBeUndefined();
    }
  });
});

describe('hex', () => {
  it('goes both ways for every byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(fromHex(toHex(bytes))).toEqual(bytes);
    expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes);
  });
});

it('takes nothing for a UUID that has one wrong character', () => {
  const wrong = ['g', 'A', '-', '/', ':', '`', '\u0130', '\u{ff11}', ' '];
  for (let at = 0; at < uuid.length; at += 1) {
    for (const character of wrong) {
      if (uuid[at] === character) continue;
      const id = `${uuid.slice(0, at)}${character}${uuid.slice(at + 1)}`;
      expect(encodeId(id), id).not.toHaveLength(16);
      expect(decodeId(encodeId(id) ?? new Uint8Array()), id).toBe(id);
    }
  }
});
