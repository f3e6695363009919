import { describe, expect, it } from 'vitest';
import type { AttributeRef } from './attribute-ref.ts';
import { compileResourceType } from './compile-resource-type.ts';
import { defineExtension } from './define-extension.ts';
import { Group } from './definitions/group.ts';
import { User } from './definitions/user.ts';
import { compileProjection, type ProjectionRequest } from './project.ts';
import { resolveAttribute } from './resolve-attribute.ts';
import type { ResourceModel } from './resource-model.ts';

const user = compileResourceType(User);
const group = compileResourceType(Group);
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const jo = {
  schemas: [user.schema, enterprise],
  id: '1',
  externalId: 'e',
  userName: 'jo',
  name: { familyName: 'Doe', givenName: 'Jo' },
  password: 'p',
  emails: [{ value: 'a', type: 'work', display: 'A' }, { display: 'B' }],
  groups: [{ value: 'g' }],
  [enterprise]: { department: 'd', manager: { value: 'm', displayName: 'M' } },
  meta: { resourceType: 'User', created: 'c' },
};
const minimum = { schemas: jo.schemas, id: '1' };

const shown = (
  request: ProjectionRequest,
  resource: Record<string, unknown> = jo,
  model: ResourceModel = user,
) => compileProjection(model, request).apply(resource);

describe('compileProjection', () => {
  it('shows always and default by default, never what is never returned (CHR-13)', () => {
    const { password, ...rest } = jo;
    expect(password).toBe('p');
    expect(shown({})).toEqual(rest);
    expect(Object.keys(shown({}))).toEqual(Object.keys(rest));
    expect(shown({ attributes: ['password'] })).toEqual(minimum);
    expect(shown({ attributes: [], excludedAttributes: [] })).toEqual(rest);
  });

  it.each<[string[], Record<string, unknown>]>([
    [['userName'], { userName: 'jo' }],
    [['USERNAME', 'nope', '__proto__'], { userName: 'jo' }],
    [['nope'], {}],
    [['name.givenName'], { name: { givenName: 'Jo' } }],
    [['name', 'name.givenName'], { name: jo.name }],
    [['emails.value'], { emails: [{ value: 'a' }] }],
    [['emails'], { emails: jo.emails }],
    [['emails.type', 'emails.value'], { emails: [{ value: 'a', type: 'work' }] }],
    [[`${user.schema}:emails.value`], { emails: [{ value: 'a' }] }],
    [['meta'], { meta: jo.meta }],
    [['meta.created'], { meta: { created: 'c' } }],
    [[enterprise.toUpperCase()], { [enterprise]: jo[enterprise] }],
    [[`${enterprise}:department`], { [enterprise]: { department: 'd' } }],
    [['manager.value'], { [enterprise]: { manager: { value: 'm' } } }],
    [['id', 'schemas'], {}],
  ])('shows the minimum and %j (PRJ-02, PRJ-07, PRJ-08, PRJ-10)', (attributes, extra) => {
    expect(shown({ attributes })).toEqual({ ...minimum, ...extra });
  });

  it.each<[string[], (rest: Record<string, unknown>) => Record<string, unknown>]>([
    [['emails'], ({ emails: _, ...rest }) => rest],
    [['id', 'schemas', 'nope'], (rest) => rest],
    [['emails.display'], (rest) => ({ ...rest, emails: [{ value: 'a', type: 'work' }] })],
    [['name.familyName', 'name.givenName'], ({ name: _, ...rest }) => rest],
    [[enterprise], ({ [enterprise]: _, ...rest }) => rest],
    [['manager'], (rest) => ({ ...rest, [enterprise]: { department: 'd' } })],
    [['meta', 'groups'], ({ meta: _, groups: __, ...rest }) => rest],
  ])('leaves out %j (PRJ-03, PRJ-04, PRJ-13)', (excludedAttributes, expected) => {
    const { password: _, ...rest } = jo;
    expect(shown({ excludedAttributes })).toEqual(expected(rest));
  });

  it('refuses both parameters, or lets attributes win (PRJ-09)', () => {
    const both = { attributes: ['userName'], excludedAttributes: ['emails'] };
    expect(() => compileProjection(user, both)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidValue' }),
    );
    expect(compileProjection(user, both, { both: 'attributes' }).apply(jo)).toEqual({
      ...minimum,
      userName: 'jo',
    });
  });

  it('tells the store what it need not load (PRJ-11)', () => {
    const wants = (request: ProjectionRequest, path: string, model: ResourceModel = group) =>
      compileProjection(model, request).wants(resolveAttribute(model, path)!);
    expect(wants({}, 'members')).toBe(true);
    expect(wants({ excludedAttributes: ['members'] }, 'members')).toBe(false);
    expect(wants({ attributes: ['displayName'] }, 'members')).toBe(false);
    expect(wants({ attributes: ['members.value'] }, 'members')).toBe(true);
    expect(wants({ attributes: ['members.value'] }, 'members.display')).toBe(false);
    expect(wants({ attributes: ['members.value'] }, 'members.value')).toBe(true);
    expect(wants({}, 'members.display')).toBe(true);
    expect(wants({}, 'password', user)).toBe(false);
    expect(wants({ attributes: ['department'] }, `${enterprise}:manager.value`, user)).toBe(false);
    expect(wants({ attributes: [enterprise] }, `${enterprise}:manager.value`, user)).toBe(true);
  });

  it('is plain where nothing can be cut', () => {
    expect(compileProjection(group, {}).plain).toBe(true);
    expect(compileProjection(group, { excludedAttributes: ['id'] }).plain).toBe(true);
    expect(compileProjection(group, { excludedAttributes: ['members'] }).plain).toBe(false);
    expect(compileProjection(user, {}).plain).toBe(false);
    const resource = { id: '1' };
    expect(compileProjection(group, {}).apply(resource)).toBe(resource);
  });

  it('does not show what the schema does not know, and nothing inherited', () => {
    const source = JSON.parse(
      '{"id":"1","gone":1,"__proto__":{"x":1},"constructor":2,"name":"no object"}',
    ) as Record<string, unknown>;
    expect(shown({ attributes: ['name.givenName', 'gone', 'constructor'] }, source)).toEqual({ id: '1' });
    expect(shown({}, source)).toEqual({ id: '1', name: 'no object' });
  });
});

describe('compileProjection: returned at every level', () => {
  const extra = 'urn:example:Extra';
  const thing = compileResourceType({
    name: 'Thing',
    endpoint: '/Things',
    schema: {
      id: 'urn:example:Thing',
      name: 'Thing',
      attributes: {
        title: {},
        notes: { returned: 'request' },
        secret: { returned: 'never' },
        owner: {
          type: 'complex',
          subAttributes: {
            value: { returned: 'always' },
            name: {},
            mail: { returned: 'request' },
            key: { returned: 'never' },
          },
        },
        origin: {
          type: 'complex',
          returned: 'always',
          subAttributes: { place: {}, code: { returned: 'request' } },
        },
        history: {
          type: 'complex',
          returned: 'request',
          multiValued: true,
          subAttributes: { value: {}, key: { returned: 'never' } },
        },
        hidden: { type: 'complex', subAttributes: { key: { returned: 'never' } } },
      },
    },
    extensions: [
      {
        schema: defineExtension({
          id: extra,
          name: 'Extra',
          attributes: { fixed: { returned: 'always' }, floor: {}, audit: { returned: 'request' } },
        }),
      },
    ],
  });
  const full = {
    id: '1',
    title: 't',
    notes: 'n',
    secret: 's',
    owner: { value: 'o', name: 'O', mail: 'm', key: 'k' },
    origin: { place: 'p', code: 'c' },
    history: [{ value: 'h', key: 'k' }, { key: 'k' }],
    hidden: { key: 'k' },
    [extra]: { fixed: 'x', floor: 'f', audit: 'a' },
  };
  const always = { id: '1', origin: { place: 'p' }, [extra]: { fixed: 'x' } };

  it.each<[string, ProjectionRequest, Record<string, unknown>]>([
    [
      'by default',
      {},
      {
        id: '1',
        title: 't',
        owner: { value: 'o', name: 'O' },
        origin: { place: 'p' },
        [extra]: { fixed: 'x', floor: 'f' },
      },
    ],
    ['something else', { attributes: ['title'] }, { ...always, title: 't' }],
    ['what is shown on request', { attributes: ['notes'] }, { ...always, notes: 'n' }],
    [
      'what is never shown',
      { attributes: ['secret', 'hidden', 'owner.key'] },
      { ...always, owner: { value: 'o' } },
    ],
    ['a whole', { attributes: ['owner'] }, { ...always, owner: { value: 'o', name: 'O' } }],
    ['a part', { attributes: ['owner.mail'] }, { ...always, owner: { value: 'o', mail: 'm' } }],
    [
      'a whole and a part',
      { attributes: ['owner', 'owner.mail'] },
      { ...always, owner: { value: 'o', name: 'O', mail: 'm' } },
    ],
    ['a part of what is always shown', { attributes: ['origin.code'] }, { ...always, origin: { code: 'c' } }],
    ['a list on request', { attributes: ['history'] }, { ...always, history: [{ value: 'h' }] }],
    ['an extension', { attributes: [extra] }, { ...always, [extra]: { fixed: 'x', floor: 'f' } }],
    [
      'in an extension',
      { attributes: [`${extra}:audit`] },
      { ...always, [extra]: { fixed: 'x', audit: 'a' } },
    ],
    ['nothing of an extension', { excludedAttributes: [extra, 'title', 'owner'] }, { ...always }],
    [
      'what is always there, even if it is left out',
      { excludedAttributes: ['origin', 'origin.code', `${extra}:fixed`, 'title', `${extra}:floor`, 'owner'] },
      always,
    ],
    [
      'no part that is always there',
      { excludedAttributes: ['owner.value', 'owner.name', 'title', `${extra}:floor`] },
      { ...always, owner: { value: 'o' } },
    ],
  ])('shows %s', (_name, request, expected) => {
    expect(shown(request, full, thing)).toEqual(expected);
  });

  it('shows what the request assigned (CHR-16)', () => {
    const requested = new Set<AttributeRef>(
      ['notes', 'owner', 'owner.mail', 'history', 'history.value', 'secret', `${extra}:audit`].map(
        (path) => resolveAttribute(thing, path)!,
      ),
    );
    const apply = (request: ProjectionRequest) => compileProjection(thing, request).apply(full, requested);
    expect(apply({})).toEqual({
      id: '1',
      title: 't',
      notes: 'n',
      owner: { value: 'o', name: 'O', mail: 'm' },
      origin: { place: 'p' },
      history: [{ value: 'h' }],
      [extra]: { fixed: 'x', floor: 'f', audit: 'a' },
    });
    expect(apply({ attributes: ['title'] })).toEqual({ ...always, title: 't' });
    expect(apply({ excludedAttributes: ['notes'] })).not.toHaveProperty('notes');
  });
});
