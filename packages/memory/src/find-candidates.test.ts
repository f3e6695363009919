import { beforeAll, describe, expect, it } from 'vitest';
import { createResource } from './create-resource.ts';
import { findCandidates } from './find-candidates.ts';
import { TenantData } from './tenant-data.ts';
import { filterOf, modelOf, nextOf } from './test-tenant.ts';

const tenant = new TenantData(1000);

const add = (type: string, id: string, document: Record<string, unknown>, members: readonly string[] = []) =>
  createResource(
    tenant,
    type,
    { ...nextOf(type, document), id, at: 1, members: members.map((each) => ({ id: each })) },
    () => id,
  );

beforeAll(() => {
  const work = (value: string, type = 'work') => ({ value, type, primary: true });
  add('User', 'jo', {
    userName: 'jo',
    active: true,
    emails: [work('jo@x.example'), work('same@x.example', 'home')],
  });
  add('User', 'kim', { userName: 'kim', active: true, externalId: 'E', emails: [work('same@x.example')] });
  add('User', 'lou', { userName: 'lou', active: false, title: 'x', displayName: '' });
  add('Group', 'inner', { displayName: 'Inner' }, ['jo', 'kim']);
  add('Group', 'outer', { displayName: 'Outer' }, ['inner', 'lou']);
});

describe('findCandidates', () => {
  it.each<[string, string, string[] | undefined, boolean]>([
    ['User', 'userName eq "JO"', ['jo'], false],
    ['User', 'userName eq "nobody"', [], false],
    ['User', 'externalId eq "E"', ['kim'], false],
    ['User', 'externalId eq "e"', [], false],
    ['User', 'emails.value eq "same@x.example"', ['jo', 'kim'], false],
    ['User', 'emails[value eq "same@x.example"]', ['jo', 'kim'], false],
    ['User', 'emails[value eq "same@x.example" and type eq "work"]', ['jo', 'kim'], true],
    ['User', 'emails[value eq "same@x.example" and type sw "w"]', ['jo', 'kim'], true],
    ['User', 'emails[value eq "jo@x.example" or value eq "same@x.example"]', ['jo', 'kim'], true],
    ['User', 'id eq "jo"', ['jo'], false],
    ['User', 'id eq "inner"', [], false],
    ['User', 'id eq "nobody"', [], false],
    ['User', 'userName eq "jo" and title pr', ['jo'], true],
    // What the index does not answer is left to be checked.
    ['User', 'active eq true and externalId eq "E"', ['kim'], true],
    ['User', 'active eq true and emails[value eq "same@x.example" and type eq "work"]', ['jo', 'kim'], true],
    ['User', 'userName eq "jo" and emails[value eq "same@x.example"]', ['jo'], false],
    ['User', 'userName eq "jo" or externalId eq "E"', ['jo', 'kim'], false],
    ['User', 'userName eq "jo" or (userName eq "kim" and title pr)', ['jo', 'kim'], true],
    ['User', 'meta.resourceType eq "Group"', [], false],
    ['User', 'groups.value eq "outer"', ['jo', 'kim', 'lou'], true],
    ['Group', 'members.value eq "jo"', ['inner'], false],
    ['Group', 'members[value eq "inner"]', ['outer'], false],
    ['Group', 'id eq "inner" and members eq "jo"', ['inner'], false],
    ['Group', 'id eq "outer" and members eq "jo"', [], false],
    ['Group', 'members.value eq "nobody"', [], false],
    ['User', 'userName eq "jo" or title pr', undefined, false],
    ['User', 'title eq "x"', undefined, false],
    ['User', 'userName sw "j"', undefined, false],
    ['User', 'userName ne "jo"', undefined, false],
    ['User', 'not (userName eq "jo")', undefined, false],
    ['User', 'emails[not (value eq "jo@x.example")]', undefined, false],
    ['User', 'userName pr', undefined, false],
    // Either value of a flag is half of everybody.
    ['User', 'active eq true', undefined, false],
    ['User', 'active eq false', undefined, false],
    ['User', 'userName eq "jo" or active eq true', undefined, false],
    // These mean "no value" as well, which no index knows.
    ['User', 'emails.primary eq false', undefined, false],
    ['User', 'displayName eq ""', undefined, false],
    // Never had a key in this tenant: nobody knows whether it would get one.
    ['User', 'phoneNumbers.value eq "1"', undefined, false],
    // An id could be spelled in another normal form.
    ['User', 'id eq "é"', undefined, false],
  ])('%s: %s', (type, text, ids, rest) => {
    const found = findCandidates(tenant, type, filterOf(type, text));
    expect(found && Array.from(found.slots, ({ id }) => id).sort()).toEqual(ids);
    expect(found?.rest !== undefined).toBe(rest);
  });

  it('leaves to be checked only what the indexes have not answered', () => {
    const filter = filterOf('Group', 'members.value eq "jo" and displayName sw "i"');
    const { rest } = findCandidates(tenant, 'Group', filter) ?? {};
    const attribute = modelOf('Group').byName.get('displayname');
    expect(rest).toEqual({ kind: 'and', of: [{ kind: 'compare', attribute, op: 'sw', key: 'i' }] });
  });
});
