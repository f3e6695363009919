import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import { compilePatch } from '../patch/compile-patch.ts';
import { parsePatch } from '../patch/parse-patch.ts';
import { compileResourceType } from '../schema/compile-resource-type.ts';
import { Group } from '../schema/definitions/group.ts';
import { User } from '../schema/definitions/user.ts';
import { readDocument } from '../schema/read-document.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { compileTolerance } from './compile-tolerance.ts';
import { makeProfile } from './make-profile.ts';
import type { Profile } from './profile.ts';
import { profiles } from './profiles.ts';
import type { Rewrite } from './rewrite.ts';
import { unquotedFilter } from './rewrites/unquoted-filter.ts';

// Thousands of cases each, on machines that have other work as well.
vi.setConfig({ testTimeout: 60_000 });

const users = compileResourceType(User);
const groups = compileResourceType(Group);
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

type Document = Readonly<Record<string, unknown>>;

/** What a request comes to, and which rewrites it took. */
interface Outcome {
  readonly fired: readonly string[];
  readonly document?: Document;
  readonly delta?: unknown;
  readonly members?: unknown;
  readonly error?: string;
}

function attempt(profile: Profile, run: (tolerance: Tools) => Omit<Outcome, 'fired'>): Outcome {
  const fired = new Set<string>();
  const tolerance = compileTolerance(profile);
  const fire = (name: string): void => void fired.add(name);
  const read = { ...tolerance.read(fire), maxKeyLength: 255 };
  try {
    return {
      ...run({ read, patch: tolerance.patch(fire), filter: tolerance.filter(fire), fire }),
      fired: [...fired],
    };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { error: String(error.scimType), fired: [...fired] };
  }
}

type Compiled = ReturnType<typeof compileTolerance>;
interface Tools {
  readonly read: ReturnType<Compiled['read']> & { readonly maxKeyLength: number };
  readonly patch: ReturnType<Compiled['patch']>;
  readonly filter: ReturnType<Compiled['filter']>;
  readonly fire: (name: string) => void;
}

const create = (profile: Profile, body: unknown, model: ResourceModel = users): Outcome =>
  attempt(profile, ({ read }) => {
    const { document, members } = readDocument(model, body, read);
    return { document, ...(members && { members }) };
  });

const patch = (
  profile: Profile,
  start: Document,
  operations: unknown,
  model: ResourceModel = users,
  schemas: unknown = [PATCH],
): Outcome =>
  attempt(profile, ({ read, patch: tolerated, filter, fire }) => {
    const body = schemas === null ? { Operations: operations } : { schemas, Operations: operations };
    const { requireSchema, rewrite, options } = tolerated;
    const parsed = rewrite(parsePatch(body, { requireSchema, onTolerated: fire }), model);
    const plan = compilePatch(model, parsed, { ...options, read, filter });
    return { document: plan.apply(start).document, ...(plan.delta && { delta: plan.delta }) };
  });

const search = (profile: Profile, filter: string): Outcome =>
  attempt(profile, (tools) => {
    compileFilter(users, filter, tools.filter);
    return {};
  });

/** The request as a client sends it; what it comes to with the rewrite alone; what the letter says instead. */
interface Example {
  readonly name: string;
  readonly run: (profile: Profile) => Outcome;
  readonly becomes: Omit<Outcome, 'fired'>;
  /** Rewrites that have to be there as well. */
  readonly beside?: readonly string[];
  readonly strictly: Omit<Outcome, 'fired'>;
}

const bare: Document = { schemas: [CORE], userName: 'jo@example.com' };
const group: Document = { schemas: [GROUP], displayName: 'Entra group' };
const managed = (manager: unknown): Document => ({
  schemas: [CORE, ENTERPRISE],
  userName: 'jo@example.com',
  [ENTERPRISE]: { department: 'Sales', manager },
});
const sales: Document = {
  schemas: [CORE, ENTERPRISE],
  userName: 'jo@example.com',
  [ENTERPRISE]: { department: 'Sales' },
};
const managerPath = `${ENTERPRISE}:manager`;
const invalidValue = { error: 'invalidValue' };

const examples: Readonly<Record<string, readonly Example[]>> = {
  'boolean-string': [
    {
      name: 'Entra disables a user',
      run: (profile) =>
        patch(profile, { ...bare, active: true }, [{ op: 'Replace', path: 'active', value: 'False' }]),
      becomes: { document: { ...bare, active: false } },
      strictly: invalidValue,
    },
    {
      name: 'Entra creates a user with a role',
      run: (profile) =>
        create(profile, {
          ...bare,
          active: true,
          roles: [{ primary: 'True', display: 'A', value: 'B', type: 'C' }],
        }),
      becomes: {
        document: { ...bare, active: true, roles: [{ value: 'B', display: 'A', type: 'C', primary: true }] },
      },
      strictly: invalidValue,
    },
    {
      name: 'OneLogin creates a user',
      run: (profile) => create(profile, { ...bare, active: 'true' }),
      becomes: { document: { ...bare, active: true } },
      strictly: invalidValue,
    },
    {
      name: 'other words are none',
      run: (profile) => create(profile, { ...bare, active: 'yes' }),
      becomes: invalidValue,
      strictly: invalidValue,
    },
  ],
  'boolean-string-in-filter': [
    {
      name: 'the SCIM validator changes the primary role',
      run: (profile) =>
        patch(profile, { ...bare, roles: [{ value: 'a', primary: true }, { value: 'b' }] }, [
          { op: 'add', path: 'roles[primary eq "True"].display', value: 'TQBJFQYVJCAG' },
        ]),
      becomes: {
        document: {
          ...bare,
          roles: [{ value: 'a', display: 'TQBJFQYVJCAG', primary: true }, { value: 'b' }],
        },
      },
      strictly: { error: 'invalidFilter' },
    },
    {
      name: 'a look-up by status',
      run: (profile) => search(profile, 'active eq "False" and emails[primary eq "tRUE"]'),
      becomes: {},
      strictly: { error: 'invalidFilter' },
    },
  ],
  'single-to-list': [
    {
      name: 'OneLogin sends one e-mail',
      run: (profile) => create(profile, { ...bare, emails: { value: 'jo@example.com', type: 'work' } }),
      becomes: { document: { ...bare, emails: [{ value: 'jo@example.com', type: 'work' }] } },
      strictly: invalidValue,
    },
    {
      name: 'one member of a group',
      run: (profile) => create(profile, { ...group, members: { value: '1' } }, groups),
      becomes: { document: group, members: [{ id: '1' }] },
      strictly: invalidValue,
    },
  ],
  'list-to-single': [
    {
      name: 'Entra renames a group',
      run: (profile) =>
        patch(
          profile,
          group,
          [{ op: 'Replace', path: 'displayName', value: ['Entra group once more'] }],
          groups,
        ),
      becomes: { document: { ...group, displayName: 'Entra group once more' } },
      strictly: invalidValue,
    },
    {
      name: 'Entra sets a manager, the old way',
      run: (profile) =>
        patch(profile, sales, [{ op: 'Add', path: managerPath, value: [{ $ref: null, value: '2819c223' }] }]),
      becomes: { document: managed({ value: '2819c223' }) },
      strictly: invalidValue,
    },
    {
      name: 'two values are too many',
      run: (profile) =>
        patch(profile, group, [{ op: 'Replace', path: 'displayName', value: ['a', 'b'] }], groups),
      becomes: invalidValue,
      strictly: invalidValue,
    },
    {
      name: 'a list of null is no value',
      run: (profile) =>
        patch(profile, { ...bare, title: 'x' }, [{ op: 'Replace', path: 'title', value: [null] }]),
      becomes: { document: bare },
      strictly: invalidValue,
    },
  ],
  'string-to-complex': [
    {
      name: 'Entra sets a manager',
      run: (profile) =>
        patch(profile, sales, [
          { op: 'add', path: managerPath, value: 'a2c1f66c-8611-4bcd-852f-54dc340e3d97' },
        ]),
      becomes: { document: managed({ value: 'a2c1f66c-8611-4bcd-852f-54dc340e3d97' }) },
      strictly: invalidValue,
    },
    {
      name: 'a name is no value',
      run: (profile) => create(profile, { ...bare, name: 'Jo' }),
      becomes: invalidValue,
      strictly: invalidValue,
    },
  ],
  'string-to-member': [
    {
      name: 'a member by its id, in a list',
      run: (profile) =>
        patch(profile, group, [{ op: 'add', path: 'members', value: ['string id 1'] }], groups),
      becomes: { document: group, delta: { clear: false, add: [{ id: 'string id 1' }], remove: [] } },
      strictly: invalidValue,
    },
    {
      name: "Microsoft's Postman collection",
      run: (profile) => patch(profile, group, [{ op: 'add', path: 'members', value: 'string id 1' }], groups),
      becomes: { document: group, delta: { clear: false, add: [{ id: 'string id 1' }], remove: [] } },
      strictly: invalidValue,
    },
    {
      name: 'no e-mail',
      run: (profile) => create(profile, { ...bare, emails: ['jo@example.com'] }),
      becomes: invalidValue,
      strictly: invalidValue,
    },
  ],
  'empty-string-clears': [
    {
      name: 'Entra removes a manager',
      run: (profile) =>
        patch(profile, managed({ value: '1', $ref: '../Users/1' }), [
          { op: 'replace', path: managerPath, value: '' },
        ]),
      becomes: { document: sales },
      strictly: invalidValue,
    },
    {
      name: 'Okta pushes an empty middle name',
      run: (profile) => create(profile, { ...bare, name: { givenName: 'Test', middleName: '' } }),
      becomes: { document: { ...bare, name: { givenName: 'Test' } } },
      strictly: { document: { ...bare, name: { givenName: 'Test', middleName: '' } } },
    },
    {
      name: 'an empty status',
      run: (profile) =>
        patch(profile, { ...bare, active: true }, [{ op: 'replace', path: 'active', value: '' }]),
      becomes: { document: bare },
      strictly: invalidValue,
    },
    {
      name: 'what is required stays so',
      run: (profile) => create(profile, { ...bare, userName: '' }),
      becomes: invalidValue,
      strictly: invalidValue,
    },
  ],
  'empty-value-object-clears': [
    {
      name: 'Entra removes a manager, the other way',
      run: (profile) =>
        patch(profile, managed({ value: '1', $ref: '../Users/1' }), [
          { op: 'replace', path: managerPath, value: { value: '' } },
        ]),
      becomes: { document: sales },
      strictly: { document: managed({ value: '', $ref: '../Users/1' }) },
    },
    {
      name: 'in a body',
      run: (profile) => create(profile, managed({ value: '' })),
      becomes: { document: sales },
      strictly: { document: managed({ value: '' }) },
    },
    {
      name: 'not the value of a list element',
      run: (profile) => create(profile, { ...bare, emails: [{ value: '', type: 'work' }] }),
      becomes: { document: { ...bare, emails: [{ value: '', type: 'work' }] } },
      strictly: { document: { ...bare, emails: [{ value: '', type: 'work' }] } },
    },
  ],
  'string-of-json': [
    {
      name: 'Entra assigns an app role',
      run: (profile) =>
        patch(profile, bare, [
          {
            op: 'Add',
            path: 'roles',
            value: [
              {
                value: '{"id":"06b07648-ecfe-589f-9d2f-6325724a46ee","value":"Admin","displayName":"Admin"}',
              },
            ],
          },
        ]),
      becomes: { document: { ...bare, roles: [{ value: 'Admin', display: 'Admin' }] } },
      strictly: {
        document: {
          ...bare,
          roles: [
            { value: '{"id":"06b07648-ecfe-589f-9d2f-6325724a46ee","value":"Admin","displayName":"Admin"}' },
          ],
        },
      },
    },
    {
      name: 'one role that is no list, beside one that is no JSON',
      run: (profile) =>
        patch(profile, bare, [
          {
            op: 'add',
            path: 'ROLES',
            value: { value: '{"value":"A","__proto__":{"x":1},"TYPE":"t"}', primary: true },
          },
          { op: 'add', path: 'roles', value: [{ value: '{curly}' }, { value: '{"a":1}' }, 'x'].slice(0, 2) },
        ]),
      becomes: {
        document: {
          ...bare,
          roles: [{ value: 'A', type: 't', primary: true }, { value: '{curly}' }, { value: '{"a":1}' }],
        },
      },
      strictly: {
        document: {
          ...bare,
          roles: [
            { value: '{"value":"A","__proto__":{"x":1},"TYPE":"t"}', primary: true },
            { value: '{curly}' },
            { value: '{"a":1}' },
          ],
        },
      },
    },
  ],
  'patch-id-in-value': [
    {
      name: 'Okta renames a group',
      run: (profile) =>
        patch(
          profile,
          group,
          [
            {
              op: 'replace',
              value: { id: 'abf4dd94-a4c0-4f67-89c9-76b03340cb9b', displayName: 'Test SCIMv2' },
            },
          ],
          groups,
        ),
      becomes: { document: { ...group, displayName: 'Test SCIMv2' } },
      strictly: { error: 'mutability' },
    },
    {
      name: 'authentik updates a group',
      run: (profile) =>
        patch(
          profile,
          group,
          [
            {
              op: 'replace',
              value: {
                schemas: [GROUP],
                id: '1',
                displayName: 'authentik Admins 3',
                meta: { resourceType: 'Group' },
              },
            },
          ],
          groups,
        ),
      becomes: { document: { ...group, displayName: 'authentik Admins 3' } },
      strictly: { error: 'mutability' },
    },
    {
      name: 'a path to it is still an error',
      run: (profile) => patch(profile, group, [{ op: 'replace', path: 'id', value: 'x' }], groups),
      becomes: { error: 'mutability' },
      strictly: { error: 'mutability' },
    },
  ],
  'patch-schemas-missing': [
    {
      name: 'Okta and authentik leave it out',
      run: (profile) =>
        patch(profile, group, [{ op: 'replace', value: { displayName: 'Edge cases' } }], groups, null),
      becomes: { document: { ...group, displayName: 'Edge cases' } },
      strictly: { error: 'invalidSyntax' },
    },
    {
      name: 'a message of another kind is still an error',
      run: (profile) =>
        patch(profile, group, [{ op: 'replace', value: { displayName: 'x' } }], groups, [
          'urn:ietf:params:scim:schemas:core:2.0:Group',
        ]),
      becomes: { error: 'invalidSyntax' },
      strictly: { error: 'invalidSyntax' },
    },
  ],
  'paths-as-keys': [
    {
      name: 'Entra with aadOptscim062020',
      run: (profile) =>
        patch(profile, bare, [
          {
            op: 'replace',
            value: {
              displayName: 'Bjfe',
              'name.givenName': 'Kkom',
              'name.familyName': 'Unua',
              [`${ENTERPRISE}:employeeNumber`]: 'Aklq',
            },
          },
        ]),
      becomes: {
        document: {
          ...bare,
          schemas: [CORE, ENTERPRISE],
          displayName: 'Bjfe',
          name: { givenName: 'Kkom', familyName: 'Unua' },
          [ENTERPRISE]: { employeeNumber: 'Aklq' },
        },
      },
      strictly: { error: 'invalidSyntax' },
    },
  ],
  'create-on-no-match': [
    {
      name: 'Entra adds an e-mail piece by piece',
      run: (profile) =>
        patch(profile, bare, [
          { op: 'Add', path: 'emails[type eq "work"].primary', value: 'true' },
          { op: 'Add', path: 'emails[type eq "work"].type', value: 'work' },
          { op: 'Add', path: 'emails[type eq "work"].value', value: 'noemail@example.com' },
        ]),
      beside: ['boolean-string'],
      becomes: {
        document: { ...bare, emails: [{ value: 'noemail@example.com', type: 'work', primary: true }] },
      },
      strictly: { error: 'invalidValue' },
    },
    {
      name: 'Entra replaces a phone number that is not there',
      run: (profile) =>
        patch(profile, bare, [
          { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+44 20 7946 0001' },
        ]),
      becomes: { document: { ...bare, phoneNumbers: [{ value: '+44 20 7946 0001', type: 'mobile' }] } },
      strictly: { error: 'noTarget' },
    },
    {
      name: 'the SCIM validator builds a role by a string that is a boolean',
      run: (profile) =>
        patch(profile, bare, [
          { op: 'add', path: 'roles[primary eq "True"].display', value: 'D' },
          { op: 'add', path: 'roles[primary eq "True"].value', value: 'V' },
        ]),
      beside: ['boolean-string-in-filter'],
      becomes: { document: { ...bare, roles: [{ value: 'V', display: 'D', primary: true }] } },
      strictly: { error: 'invalidFilter' },
    },
  ],
  'remove-with-value-array': [
    {
      name: 'Entra, JumpCloud and authentik remove a member',
      run: (profile) =>
        patch(
          profile,
          group,
          [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'f648f8d5' }] }],
          groups,
        ),
      becomes: { document: group, delta: { clear: false, add: [], remove: ['f648f8d5'] } },
      strictly: invalidValue,
    },
  ],
  'body-schemas-incomplete': [
    {
      name: 'OneLogin updates a user',
      run: (profile) =>
        create(profile, {
          ...bare,
          schemas: ['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0'],
        }),
      becomes: { document: bare },
      strictly: invalidValue,
    },
    {
      name: 'Entra creates a group',
      run: (profile) =>
        create(
          profile,
          {
            ...group,
            schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
          },
          groups,
        ),
      becomes: { document: group },
      strictly: invalidValue,
    },
    {
      name: 'none at all',
      run: (profile) => create(profile, { userName: 'jo@example.com' }),
      becomes: { document: bare },
      strictly: { error: 'invalidSyntax' },
    },
  ],
  'unknown-attributes-ignored': [
    {
      name: "OneLogin's manager",
      run: (profile) =>
        create(profile, {
          ...bare,
          schemas: [CORE, ENTERPRISE],
          [ENTERPRISE]: { department: 'Sales', manager: { managerId: null, displayName: '' } },
        }),
      becomes: { document: sales },
      strictly: { error: 'invalidSyntax' },
    },
    {
      name: 'a member with a displayName',
      run: (profile) =>
        patch(
          profile,
          group,
          [
            {
              name: 'addMember',
              op: 'add',
              path: 'members',
              value: [{ displayName: 'new User', value: '1' }],
            },
          ],
          groups,
        ),
      becomes: { document: group, delta: { clear: false, add: [{ id: '1' }], remove: [] } },
      strictly: { error: 'invalidSyntax' },
    },
    {
      name: 'an extension nobody knows, in a PATCH without a path',
      run: (profile) =>
        patch(profile, bare, [
          { op: 'add', value: { 'urn:okta:custom:group:1.0': { description: 'x' }, title: 'x' } },
        ]),
      becomes: { document: { ...bare, title: 'x' } },
      strictly: { error: 'invalidSyntax' },
    },
  ],
  'unquoted-filter': [
    {
      name: "Microsoft's guide",
      run: (profile) => search(profile, 'externalId eq jyoung'),
      becomes: {},
      strictly: { error: 'invalidFilter' },
    },
    {
      name: 'single quotes, as in RFC 9865',
      run: (profile) => search(profile, "displayName sw 'G'"),
      becomes: {},
      strictly: { error: 'invalidFilter' },
    },
  ],
};

const all: readonly Rewrite[] = profiles.entra.rewrites;
const named = (name: string): Rewrite => {
  const rewrite = all.find((each) => each.name === name);
  if (rewrite === undefined) throw new Error(`There is no rewrite "${name}".`);
  return rewrite;
};

describe('each rewrite', () => {
  it('has examples', () => {
    expect(Object.keys(examples).sort()).toEqual(all.map(({ name }) => name).sort());
  });

  it.each(all.map((rewrite) => [rewrite.name, rewrite] as const))('%s says who needs it', (name, rewrite) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(rewrite.evidence.length).toBeGreaterThan(10);
  });

  const rows = Object.entries(examples).flatMap(([name, each]) =>
    each.map((example) => [name, example.name, example] as const),
  );

  it.each(rows)('%s: %s', (name, _, { run, becomes, strictly, beside = [] }) => {
    const alone = makeProfile({ name: 'alone', with: [named(name), ...beside.map(named)] });
    const outcome = run(alone);
    const { fired, ...result } = outcome;
    expect(result).toEqual(becomes);
    // It is reported where it did something, and nowhere else.
    const { fired: nothing, ...letter } = run(profiles.strict);
    expect(letter).toEqual(strictly);
    expect(nothing).toEqual([]);
    const did = JSON.stringify(becomes) !== JSON.stringify(strictly);
    if (becomes.error === undefined) expect([...fired].sort()).toEqual(did ? [name, ...beside].sort() : []);
  });

  it('is reported by name where it meets others', () => {
    expect(patch(profiles.lenient, bare, [{ op: 'Replace', path: 'active', value: ['True'] }])).toEqual({
      document: { ...bare, active: true },
      fired: ['list-to-single', 'boolean-string'],
    });
    expect(
      patch(profiles.lenient, managed({ value: '1' }), [{ op: 'replace', path: managerPath, value: [''] }]),
    ).toMatchObject({
      fired: ['list-to-single'],
    });
    expect(
      patch(profiles.lenient, sales, [{ op: 'replace', path: managerPath, value: ['26118915'] }]),
    ).toEqual({
      document: managed({ value: '26118915' }),
      fired: ['list-to-single', 'string-to-complex'],
    });
  });
});

describe('a correct request', () => {
  const filters = [
    'userName eq "bjensen"',
    'name.familyName co "O\'Malley"',
    'emails[type eq "work" and value co "@example.com"] or active eq true',
    'meta.lastModified gt "2011-05-13T04:42:34Z"',
    'title pr and not (userType eq null)',
    'active eq false',
    `${ENTERPRISE}:employeeNumber eq "701984"`,
  ];

  it.each(filters)('needs no rewrite: %s', (filter) => {
    expect(search(profiles.entra, filter)).toEqual({ fired: [] });
    // The rewrite of filters without quotation marks takes a correct one for what it is.
    const alone = makeProfile({ name: 'alone', with: [unquotedFilter] });
    const read = compileTolerance(alone).filter(() => undefined);
    expect(compileFilter(users, filter, read)).toEqual(compileFilter(users, filter));
  });

  const text = fc
    .string({ minLength: 1, maxLength: 8, unit: 'grapheme-ascii' })
    .filter((each) => !each.startsWith('{'));
  const plural = fc.record(
    { value: text, type: fc.constantFrom('work', 'home'), display: text },
    { requiredKeys: ['value'] },
  );
  const user = fc
    .record(
      {
        userName: text,
        externalId: text,
        title: text,
        active: fc.boolean(),
        name: fc.record({ givenName: text, familyName: text }, { requiredKeys: [] }),
        emails: fc.array(plural, { maxLength: 3 }),
        roles: fc.array(plural, { maxLength: 3 }),
        [ENTERPRISE]: fc.record(
          { department: text, manager: fc.record({ value: text }) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['userName'] },
    )
    .map((each) => ({ schemas: ENTERPRISE in each ? [CORE, ENTERPRISE] : [CORE], ...each }));

  it('is read the same by every profile, and needs no rewrite', () => {
    fc.assert(
      fc.property(user, (body) => {
        const letter = create(profiles.strict, body);
        for (const profile of Object.values(profiles)) expect(create(profile, body)).toEqual(letter);
        expect(letter.fired).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const operation = fc.oneof(
    fc.record({
      op: fc.constantFrom('add', 'replace'),
      path: fc.constantFrom('title', 'name.givenName', `${ENTERPRISE}:department`),
      value: text,
    }),
    fc.record({ op: fc.constantFrom('add', 'replace'), path: fc.constant('active'), value: fc.boolean() }),
    fc.record({
      op: fc.constant('add'),
      path: fc.constantFrom('emails', 'roles'),
      value: fc.array(plural, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ op: fc.constant('add'), path: fc.constantFrom('emails', 'roles'), value: plural }),
    fc.record({
      op: fc.constant('replace'),
      path: fc.constantFrom('emails', 'roles'),
      value: fc.array(plural, { maxLength: 2 }),
    }),
    fc.record({ op: fc.constant('add'), path: fc.constant('name'), value: fc.record({ givenName: text }) }),
    fc.record({
      op: fc.constant('remove'),
      path: fc.constantFrom('title', 'emails', 'name', 'emails[type eq "work"]', ENTERPRISE),
    }),
    fc.record({
      op: fc.constantFrom('add', 'replace'),
      path: fc.constant('emails[primary eq true].display'),
      value: text,
    }),
    fc.record({
      op: fc.constant('replace'),
      value: fc.record({ title: text, emails: fc.array(plural, { maxLength: 2 }) }, { requiredKeys: [] }),
    }),
  );

  it.each([
    [{ op: 'add', path: 'members', value: { value: '1' } }],
    [{ op: 'add', path: 'members', value: [{ value: '1', type: 'User', $ref: '../Users/1', display: 'x' }] }],
    [{ op: 'replace', path: 'members', value: [] }],
    [{ op: 'remove', path: 'members' }],
    [{ op: 'remove', path: 'members', value: null }],
    [{ op: 'remove', path: 'members[value eq "1"]' }],
    [{ op: 'add', value: { members: [{ value: '1' }], displayName: 'x' } }],
    [{ op: 'add', value: { schemas: [GROUP], displayName: 'x' } }],
  ])('about members needs no rewrite: %j', (operation) => {
    const letter = patch(profiles.strict, group, [operation], groups);
    expect(letter.error).toBeUndefined();
    expect(patch(profiles.entra, group, [operation], groups)).toEqual(letter);
    expect(letter.fired).toEqual([]);
  });

  it('of PATCH is carried out the same by every profile but the stricter one, and needs no rewrite', () => {
    fc.assert(
      fc.property(user, fc.array(operation, { minLength: 1, maxLength: 4 }), (body, operations) => {
        const start = create(profiles.strict, body).document ?? bare;
        const letter = patch(profiles.strict, start, operations);
        // What the RFC refuses is no correct request.
        if (letter.error !== undefined) return;
        expect(letter.fired).toEqual([]);
        for (const profile of Object.values(profiles)) {
          if (profile.name !== 'interop') expect(patch(profile, start, operations)).toEqual(letter);
        }
      }),
      { numRuns: 500 },
    );
  });
});
