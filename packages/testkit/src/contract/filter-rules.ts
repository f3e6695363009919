import { compileFilter, type FilterNode, type Stored } from '@scimkit/core';
import { checkFilter } from './check-filter.ts';
import { modelOf } from './contract-catalog.ts';
import { deviceFilters, devices, groupFilters, userFilters, users } from './filter-table.ts';
import { nastyStrings } from './nasty-strings.ts';
import { createRandom } from './random.ts';
import { randomDevice, randomFilter } from './random-filter.ts';
import type { Rule } from './rule.ts';
import { epoch, everything, type TenantUnderTest } from './tenant-under-test.ts';

async function all(tenant: TenantUnderTest, type: string): Promise<readonly Stored[]> {
  return (await tenant.list(type, { want: everything })).resources;
}

async function checkTexts(tenant: TenantUnderTest, type: string, texts: readonly string[]): Promise<void> {
  const resources = await all(tenant, type);
  for (const text of texts) {
    const filter = compileFilter(modelOf(type), text);
    await checkFilter(tenant, type, filter, resources);
    await checkFilter(tenant, type, { kind: 'not', of: filter }, resources);
  }
}

/** What a store evaluates by itself comes to what core's `matches` says. */
export const filterRules: readonly Rule[] = [
  {
    name: 'filters on users find what they should, and so do their opposites',
    prove: async ({ tenant, otherTenant }) => {
      const other = await otherTenant();
      for (const [index, user] of users.entries()) {
        await tenant.create('User', user, { at: epoch + index });
        await other.create('User', user, { at: epoch + index });
      }
      await checkTexts(tenant, 'User', userFilters);
    },
  },
  {
    name: 'filters on values of every type find what they should, and so do their opposites',
    prove: async ({ tenant }) => {
      for (const [index, device] of devices.entries())
        await tenant.create('Device', { serial: `S${index}`, ...device });
      await checkTexts(tenant, 'Device', deviceFilters);
    },
  },
  {
    name: 'filters on members and groups find what they should, and so do their opposites',
    prove: async ({ tenant }) => {
      const [jo, kim, lou] = [await tenant.user('jo'), await tenant.user('kim'), await tenant.user('lou')];
      const staff = await tenant.group('Staff', [{ id: jo.id }, { id: kim.id }]);
      await tenant.group('Others', [{ id: kim.id }]);
      await tenant.group('Empty');
      await checkTexts(
        tenant,
        'Group',
        groupFilters({ jo: jo.id, kim: kim.id, lou: lou.id, staff: staff.id }),
      );
      await checkTexts(tenant, 'User', [
        `groups.value eq "${staff.id}"`,
        `groups[value eq "${staff.id}"] and userName eq "jo"`,
        'groups pr',
        'groups.value eq "nobody"',
        `id eq "${jo.id}"`,
        `id eq "${jo.id}" or id eq "${lou.id}"`,
        `id eq "${staff.id}"`,
        `id ne "${jo.id}"`,
        `not (id eq "${jo.id}") and userName pr`,
      ]);
    },
  },
  {
    name: 'filters follow a resource through changes and removal',
    prove: async ({ tenant }) => {
      const user = await tenant.user('jo', { emails: [{ value: 'a@b.example', type: 'work' }], title: 'x' });
      const texts = [
        'userName eq "jo"',
        'userName eq "kim"',
        'emails.value eq "a@b.example"',
        'emails[type eq "home"]',
        'title eq "x"',
      ];
      await checkTexts(tenant, 'User', texts);
      await tenant.set('User', user.id, {
        userName: 'kim',
        emails: [{ value: 'c@d.example', type: 'home' }],
      });
      await checkTexts(tenant, 'User', texts);
      // Somebody who shares values with the one who changes.
      await tenant.user('lou', { emails: [{ value: 'c@d.example', type: 'home' }], title: 'x' });
      await tenant.set('User', user.id, { emails: [{ value: 'e@f.example', type: 'home' }], title: 'y' });
      await checkTexts(tenant, 'User', [...texts, 'emails.value eq "c@d.example"', 'title eq "y"']);
      await tenant.remove('User', user.id);
      await checkTexts(tenant, 'User', texts);
      await tenant.user('jo');
      await checkTexts(tenant, 'User', texts);
    },
  },
  {
    name: 'every string is found by itself, its parts and its order, and finds nothing else',
    prove: async ({ tenant }) => {
      for (const [index, text] of nastyStrings.entries()) {
        await tenant.create('Device', { serial: `${index}`, label: text, tags: [text, 'x'], notes: [text] });
      }
      const resources = await all(tenant, 'Device');
      const model = modelOf('Device');
      for (const text of nastyStrings) {
        const literal = JSON.stringify(text);
        for (const [path, ops] of [
          ['label', ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le']],
          ['tags', ['eq', 'co']],
          ['notes', ['eq', 'ew']],
        ] as const) {
          for (const op of ops) {
            await checkFilter(tenant, 'Device', compileFilter(model, `${path} ${op} ${literal}`), resources);
          }
        }
      }
    },
  },
  ...[1, 2, 3].map((seed) => ({
    name: `random filters find what they should in random resources (seed ${seed})`,
    prove: async ({ tenant }: { readonly tenant: TenantUnderTest }) => {
      const random = createRandom(seed);
      for (let index = 0; index < 40; index += 1) {
        await tenant.create('Device', { serial: `${index}`, ...randomDevice(random) }, { at: epoch + index });
      }
      const resources = await all(tenant, 'Device');
      const filters: FilterNode[] = Array.from({ length: 250 }, () => randomFilter(random, 3));
      for (const filter of filters) await checkFilter(tenant, 'Device', filter, resources);
    },
  })),
];
