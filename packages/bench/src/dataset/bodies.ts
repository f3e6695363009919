const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const given = ['Ada', 'Boris', 'Chloé', 'Dilnoza', 'Emeka', 'Freya', 'Goran', 'Hana', 'Ilse', 'João'];
const family = ['Lovelace', 'Novák', 'Okafor', 'Petrova', 'Quintero', 'Rasmussen', 'Silva', 'Tanaka', 'Ueda'];

/** The user name of the user with a number. Capitals, because comparing without regard to case is part of the work. */
export function userNameOf(number: number): string {
  return `Person.${number}@Example.com`;
}

/** What Okta sends to create a user, with its read-only `groups` and the password nobody asked for. */
export function userBody(number: number, userName = userNameOf(number)) {
  const givenName = given[number % given.length] ?? '';
  const familyName = family[number % family.length] ?? '';
  return {
    schemas: [userSchema],
    userName,
    name: { givenName, familyName },
    emails: [{ primary: true, value: userName.toLowerCase(), type: 'work' }],
    displayName: `${givenName} ${familyName}`,
    locale: 'en-US',
    externalId: `00u${userName.toLowerCase().replace('@example.com', '')}`,
    groups: [],
    password: '1mz050nq',
    active: true,
  };
}

/** What creates a group with members. */
export function groupBody(displayName: string, members: readonly string[]) {
  return { schemas: [groupSchema], displayName, members: members.map((value) => ({ value })) };
}

/** How Okta deactivates and activates a user: `replace` without a path. */
export function activePatch(active: boolean) {
  return { schemas: [patchSchema], Operations: [{ op: 'replace', value: { active } }] };
}

/** How Okta puts a user into a group. */
export function addMemberPatch(id: string) {
  return { schemas: [patchSchema], Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }] };
}
