import { expect, it } from 'vitest';
import { modelOf } from '../test-support/tenant.ts';
import { keyColumns, type ResourceType } from './resource-type.ts';
import { sameKeys } from './same-keys.ts';

const { keyed } = modelOf('User');
const idOf = (role: string) => keyed.find(({ roles }) => roles.some((each) => each === role))?.id ?? 0;
const type: ResourceType = {
  number: 1,
  name: 'User',
  columns: Object.fromEntries(keyColumns.map((column) => [column, idOf(column)])),
  decided: true,
  signature: 'User',
  moreUnique: false,
};
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const before = {
  userName: 'jo',
  title: 'Nurse',
  emails: [{ value: 'jo@a.example', type: 'work' }, { value: 'b' }],
  [enterprise]: { department: 'Sales' },
};

const nothing = { columns: true, rows: true };
const ofRows = { columns: true, rows: false };
const ofColumns = { columns: false, rows: true };

it.each([
  ['nothing', {}, nothing],
  ['an attribute without keys', { title: 'Doctor', nickName: 'J' }, nothing],
  ['what is written anyway', { active: false }, nothing],
  ['the order of names', { emails: [{ type: 'work', value: 'jo@a.example' }, { value: 'b' }] }, nothing],
  ['a value in a column', { userName: 'joe' }, ofColumns],
  ['a value in a column, and one in a row', { userName: 'joe', emails: [] }, { columns: false, rows: false }],
  ['the type of an element', { emails: [{ value: 'jo@a.example', type: 'home' }, { value: 'b' }] }, ofRows],
  ['the order of elements', { emails: before.emails.toReversed() }, ofRows],
  ['the number of elements', { emails: [] }, ofRows],
  ['an element that says more', { emails: [before.emails[0], { value: 'b', primary: true }] }, ofRows],
  ['an extension', { [enterprise]: { department: 'Finance' } }, ofRows],
  ['an extension that is gone', { [enterprise]: undefined }, ofRows],
  ['an attribute that was not there', { externalId: 'e' }, ofColumns],
  ['a list in place of an object', { emails: { 0: before.emails[0], 1: before.emails[1] } }, ofRows],
])('knows which keys to make anew when %s changes', (_, change, same) => {
  expect(sameKeys(type, keyed, before, structuredClone({ ...before, ...change }))).toMatchObject(same);
});

it('a unique attribute without a column has a row, even where it has another column', () => {
  const other = {
    ...type,
    signature: 'other',
    columns: { ...type.columns, unique: 1, display: idOf('unique') },
  };
  expect(sameKeys(other, keyed, before, { ...before, userName: 'joe' })).toMatchObject({
    columns: false,
    rows: false,
  });
});

it('takes names that every object inherits for what they are', () => {
  const named = [{ ...keyed[0], id: 0, roles: [], steps: ['constructor'] }] as unknown as typeof keyed; // a definition may be so
  expect(sameKeys(type, named, {}, { title: 'x' })).toMatchObject(nothing);
  expect(sameKeys(type, named, {}, JSON.parse('{"constructor":"x"}'))).toMatchObject(ofRows);
  const proto = JSON.parse('{"emails":[{"__proto__":{"value":"x"}}]}');
  expect(sameKeys(type, keyed, proto, JSON.parse('{"emails":[{"__proto__":{"value":"y"}}]}'))).toMatchObject(
    ofRows,
  );
});

const [work, other] = before.emails;
it.each([
  ['a list that is gone', { emails: undefined }, [['emails', 0, 1]]],
  ['an element', { emails: [work, { value: 'c' }] }, [['emails', 1]]],
  ['an element that is gone', { emails: [work] }, [['emails', 1]]],
  ['an element that came', { emails: [work, other, { value: 'c' }] }, [['emails', 2]]],
  ['the order of elements', { emails: [other, work] }, [['emails', 0, 1]]],
  ['what says the same in another order', { emails: [{ type: 'work', value: 'jo@a.example' }, other] }, []],
  ['one attribute of an extension', { [enterprise]: { department: 'Finance' } }, [['department', 0]]],
  ['an extension that is gone', { [enterprise]: null }, [['department', 0]]],
  [
    'a list, and another',
    { emails: [work], phoneNumbers: [{ value: '1' }] },
    [
      ['emails', 1],
      ['phoneNumbers', 0],
    ],
  ],
] as const)('names the rows that may be others: %s', (_, change, rows) => {
  const { others } = sameKeys(type, keyed, before, { ...before, ...change });
  const named = rows.map(([name, ...elements]) => [ownerNamed(name), elements]);
  expect(Array.from(others ?? [], ([owner, elements]) => [owner, [...elements]])).toEqual(named);
});

/** The number of a list, or of an attribute that is none. */
function ownerNamed(name: string): number {
  const found = keyed.find((attribute) => attribute.name === name || attribute.parent?.name === name);
  return (found?.name === name ? found : found?.parent)?.id ?? 0;
}

it('names the attributes that other keys are made of, and the one that is written with every document', () => {
  const namesOf = (after: object) =>
    sameKeys(type, keyed, before, { ...before, ...after }).attributes?.map(({ path }) => path);
  expect(namesOf({ title: 'x' })).toEqual(['active']);
  expect(namesOf({ emails: [] })?.sort()).toEqual(
    ['active', ...keyed.flatMap(({ path, parent }) => (parent?.name === 'emails' ? [path] : []))].sort(),
  );
  expect(namesOf({ userName: 'joe', emails: [] })).toBeUndefined();
});

it('does not say which where a list is inside a list, or a value has to be unique besides', () => {
  const list = keyed.find(({ parent }) => parent?.name === 'emails');
  const nested = [{ ...list, multiValued: true }] as typeof keyed; // a definition may be so
  expect(sameKeys({ ...type, signature: 'a' }, nested, before, { emails: [] })).toEqual({
    columns: true,
    rows: false,
  });
  const unique = keyed.map((attribute) =>
    attribute.parent?.name === 'emails' ? { ...attribute, roles: ['unique' as const] } : attribute,
  );
  expect(sameKeys({ ...type, signature: 'b' }, unique, before, { ...before, emails: [] })).toEqual({
    columns: true,
    rows: false,
  });
});
