import { describe, expect, it } from 'vitest';
import { attributeId } from './attribute-id.ts';

describe('attributeId', () => {
  // These numbers are in databases. A change here is a migration of every one of them.
  it.each([
    ['User', 'userName', 170056640],
    ['User', 'emails', -759146295],
    ['User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', -2045003532],
    ['Group', 'displayName', 27733355],
  ])('of %s:%s never changes', (type, path, id) => {
    expect(attributeId(type, path)).toBe(id);
  });

  it('fits a signed 32-bit integer', () => {
    for (let index = 0; index < 1000; index += 1) {
      const id = attributeId('User', `attribute${index}`);
      expect(id).toBe(id | 0);
    }
  });
});
