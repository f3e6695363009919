import { describe, expect, it } from 'vitest';
import { compileResourceType } from './compile-resource-type.ts';
import { defineExtension } from './define-extension.ts';
import { User } from './definitions/user.ts';
import { resolveAttribute } from './resolve-attribute.ts';

const user = compileResourceType(User);
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('resolveAttribute', () => {
  it.each([
    ['userName', 'userName'],
    ['USERNAME', 'userName'],
    ['emails', 'emails'],
    ['Emails.Value', 'emails.value'],
    ['schemas', 'schemas'],
    ['id', 'id'],
    ['meta.created', 'meta.created'],
    ['META.LASTMODIFIED', 'meta.lastModified'],
    ['groups.$ref', 'groups.$ref'],
    [`${core}:userName`, 'userName'],
    [`${core.toUpperCase()}:EMAILS.VALUE`, 'emails.value'],
    [`${core}:externalId`, 'externalId'],
    [enterprise, enterprise],
    [enterprise.toUpperCase(), enterprise],
    [`${enterprise}:department`, `${enterprise}:department`],
    [`${enterprise}:manager.value`, `${enterprise}:manager.value`],
    ['department', `${enterprise}:department`],
    ['manager.displayname', `${enterprise}:manager.displayName`],
  ])('finds %s', (path, canonical) => {
    expect(resolveAttribute(user, path)?.path).toBe(canonical);
  });

  it.each([
    '',
    'nope',
    'emails.nope',
    'userName.value',
    'emails.value.value',
    '.userName',
    'userName.',
    'userName ',
    core,
    `${core}:`,
    `${core}.userName`,
    `${core}:department`,
    `${enterprise}:userName`,
    'urn:example:unknown',
    '__proto__',
    'constructor',
    'meta.__proto__',
    'x'.repeat(100_000),
  ])('finds nothing at %.40s', (path) => {
    expect(resolveAttribute(user, path)).toBeUndefined();
  });

  it('asks for the URN where a bare name could mean several attributes (FLT-23)', () => {
    const one = defineExtension({
      id: 'urn:example:One',
      name: 'One',
      attributes: { badge: {}, title: {}, only: {} },
    });
    const two = defineExtension({ id: 'urn:example:Two', name: 'Two', attributes: { BADGE: {} } });
    const model = compileResourceType({ ...User, extensions: [{ schema: one }, { schema: two }] });
    expect(resolveAttribute(model, 'badge')).toBeUndefined();
    expect(resolveAttribute(model, 'title')?.path).toBe('title');
    expect(resolveAttribute(model, 'only')?.path).toBe('urn:example:One:only');
    expect(resolveAttribute(model, 'urn:example:Two:badge')?.path).toBe('urn:example:Two:BADGE');
  });

  it('takes the longest URN where one goes on from another', () => {
    const short = defineExtension({ id: 'urn:example:A', name: 'A', attributes: { c: {} } });
    const long = defineExtension({ id: 'urn:example:A:b', name: 'B', attributes: { c: {} } });
    const model = compileResourceType({ ...User, extensions: [{ schema: short }, { schema: long }] });
    expect(resolveAttribute(model, 'urn:example:A:b')?.extension).toBe(true);
    expect(resolveAttribute(model, 'urn:example:A:b:c')?.steps).toEqual(['urn:example:A:b', 'c']);
    expect(resolveAttribute(model, 'urn:example:A:c')?.steps).toEqual(['urn:example:A', 'c']);
  });

  it('has no attribute whose path is the URN of another schema', () => {
    const short = defineExtension({ id: 'urn:example:A', name: 'A', attributes: { b: {} } });
    const long = defineExtension({ id: 'urn:example:A:b', name: 'B', attributes: { c: {} } });
    const type = { ...User, extensions: [{ schema: short }, { schema: long }] };
    expect(() => compileResourceType(type)).toThrow(
      /"urn:example:A:b" and "urn:example:A:b" of User have the same id/,
    );
  });
});
