import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { represent } from '../operations/represent.ts';
import { compileCatalog } from '../schema/compile-catalog.ts';
import { Group } from '../schema/definitions/group.ts';
import { User } from '../schema/definitions/user.ts';
import type { Member, Stored } from '../storage/port.ts';
import { renderResource, siteOf } from './render-resource.ts';
import { resourcePieces } from './resource-pieces.ts';

const catalog = compileCatalog([User, Group]);
const group = catalog.byType.get('Group');
if (group === undefined) throw new TypeError('There is no Group.');
const site = siteOf('https://app.example/"scim"/v2', catalog);

const document = { schemas: [group.schema], displayName: 'Staff' };
const head = { type: 'Group', id: 'g 1', version: '7', created: 1, modified: 2 };

async function* each<T>(list: readonly T[]): AsyncGenerator<T, void> {
  yield* list;
}

const member: fc.Arbitrary<Member> = fc.record(
  { type: fc.constantFrom('User', 'Group', 'Gone'), id: fc.string({ minLength: 1 }), display: fc.string() },
  { requiredKeys: ['type', 'id'] },
);
const names = ['id', 'schemas', 'displayName', 'externalId', 'members', 'meta', 'meta.version'];
const parts = ['value', '$ref', 'type', 'display'].map((name) => `members.${name}`);

describe('the pieces of a resource', () => {
  it('are together what it is as a whole, for any pages, any projection and any form of the document', async () => {
    const choice = fc.record({
      pages: fc.array(fc.array(member, { maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      parameter: fc.constantFrom('attributes', 'excludedAttributes'),
      named: fc.subarray([...names, ...parts]),
      stored: fc.constantFrom<Stored>(
        { ...head, document, json: JSON.stringify(document) },
        { ...head, document },
        { ...head, document: {}, json: '{}' },
      ),
    });
    await fc.assert(
      fc.asyncProperty(choice, async ({ pages, parameter, named, stored }) => {
        const shown = represent(group, named.length === 0 ? {} : { [parameter]: named });
        const whole = renderResource(site, group, { ...stored, members: pages.flat() }, shown);
        const open = { ...stored, members: pages[0] ?? [], membersNext: 'next' };
        const pieces: string[] = [];
        const request = { model: group, stored: open, representation: shown };
        for await (const piece of resourcePieces(site, request, () => each(pages), undefined, undefined))
          pieces.push(piece);
        expect(pieces.join('')).toBe(whole);
        expect(pieces.length).toBeLessThanOrEqual(pages.length + 1);
      }),
      { numRuns: 500 },
    );
  });

  it('leave out members of whom a projection leaves nothing, also when others come later', async () => {
    const shown = represent(group, { attributes: ['members.display'] });
    const pages = [[{ type: 'User', id: 'a' }], [{ type: 'User', id: 'b', display: 'B' }], []];
    const stored = { ...head, document, members: pages[0] ?? [], membersNext: 'a' };
    const pieces: string[] = [];
    const request = { model: group, stored, representation: shown };
    for await (const piece of resourcePieces(site, request, () => each(pages), undefined, undefined))
      pieces.push(piece);
    expect(pieces).toEqual([`{"id":"g 1","schemas":["${group.schema}"],"members":[{"display":"B"}`, ']}']);
  });
});
