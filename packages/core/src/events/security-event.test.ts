import { expect, it } from 'vitest';
import type { ProvisioningEvent } from '../storage/provisioning-event.ts';
import { securityEvent } from './security-event.ts';

const base: ProvisioningEvent = {
  format: 1,
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  kind: 'updated',
  operation: 'patch',
  tenant: 't',
  connection: 'okta',
  principal: 'p',
  type: 'User',
  resourceId: '2b2f',
  path: '/Users/2b2f',
  at: 1_700_000_000_999,
  version: 'v2',
  before: { userName: 'jo', externalId: 'e1', nickName: 'J', active: true },
  after: { userName: 'jo', externalId: 'e1', title: 'CTO', active: false },
  changed: ['nickName', 'title', 'active'],
  added: [],
  removed: [],
};
const options = {
  issuer: 'https://scim.example',
  audience: ['https://a.example'],
  now: () => 1_700_000_050_000,
};
const prov = 'urn:ietf:params:scim:event:prov';

const claims = (event: Partial<ProvisioningEvent>, mode?: 'notice' | 'full') =>
  securityEvent({ ...base, ...event }, { ...options, ...(mode === undefined ? {} : { mode }) });

it('names the subject by sub_id and never by sub, and the transaction by txn (RFC 9967 sections 2.1, 2.2)', () => {
  expect(claims({})).toEqual({
    iss: 'https://scim.example',
    iat: 1_700_000_050,
    toe: 1_700_000_000,
    jti: base.id,
    aud: ['https://a.example'],
    txn: base.id,
    sub_id: { format: 'scim', uri: '/Users/2b2f', id: '2b2f', externalId: 'e1' },
    events: {
      [`${prov}:patch:notice`]: { attributes: ['nickName', 'title', 'active'], version: 'v2' },
      [`${prov}:deactivate`]: {},
    },
  });
  const { txn, jti } = securityEvent(base, { ...options, tokenId: 'other' });
  expect([txn, jti]).toEqual([base.id, 'other']);
});

it('a creation, a replacement and an activation are told as such', () => {
  const { after } = base;
  const created: Partial<ProvisioningEvent> = {
    kind: 'created',
    operation: 'create',
    ...(after && { after }),
  };
  expect(Object.keys(claims(created).events)).toEqual([`${prov}:create:notice`]);
  expect(Object.keys(claims({ operation: 'replace', changed: ['title'] }).events)).toEqual([
    `${prov}:put:notice`,
  ]);
  expect(Object.keys(claims({ changed: ['active'], after: { active: true } }).events)).toEqual([
    `${prov}:patch:notice`,
    `${prov}:activate`,
  ]);
});

it('a removal has no payload and no mode (section 2.4.4)', () => {
  for (const mode of ['notice', 'full'] as const) {
    const { events, sub_id } = claims({ kind: 'removed', operation: 'remove' }, mode);
    expect(events).toEqual({ [`${prov}:delete`]: {} });
    expect(sub_id.externalId).toBe('e1');
  }
});

it('in full mode a creation carries the resource with its id, and its members (section 2.4.1)', () => {
  const { before: _, ...event } = base;
  const { events } = securityEvent(
    {
      ...event,
      kind: 'created',
      operation: 'create',
      type: 'Group',
      path: '/Groups/2b2f',
      after: { displayName: 'Staff' },
      memberAttribute: 'members',
      added: [{ type: 'User', id: 'u1', display: 'Jo' }],
    },
    { ...options, mode: 'full' },
  );
  expect(events[`${prov}:create:full`]).toEqual({
    data: { displayName: 'Staff', id: '2b2f', members: [{ value: 'u1', type: 'User' }] },
    version: 'v2',
  });
});

it('in full mode a change is a PATCH that leads from before to after (section 2.4.2)', () => {
  const { events } = claims(
    {
      operation: 'replace',
      changed: ['nickName', 'title', 'members', 'password'],
      memberAttribute: 'members',
      added: [{ type: 'User', id: 'u1' }],
      removed: [{ type: 'User', id: 'a"b' }],
    },
    'full',
  );
  expect(events).toEqual({
    [`${prov}:patch:full`]: {
      version: 'v2',
      data: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [
          { op: 'remove', path: 'nickName' },
          { op: 'replace', path: 'title', value: 'CTO' },
          { op: 'remove', path: 'members[value eq "a\\"b"]' },
          { op: 'add', path: 'members', value: [{ value: 'u1', type: 'User' }] },
        ],
      },
    },
  });
});

it('a change of members alone is told without a document', () => {
  const { before: _, after: __, ...event } = base;
  const { events, sub_id } = securityEvent(
    { ...event, changed: ['members'], memberAttribute: 'members', added: [{ type: 'User', id: 'u1' }] },
    options,
  );
  expect(events).toEqual({ [`${prov}:patch:notice`]: { attributes: ['members'], version: 'v2' } });
  expect(sub_id).toEqual({ format: 'scim', uri: '/Users/2b2f', id: '2b2f' });
});
