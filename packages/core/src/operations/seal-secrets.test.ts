import { describe, expect, it } from 'vitest';
import type { PatchOperation } from '../patch/patch-operation.ts';
import { compileResourceType } from '../schema/compile-resource-type.ts';
import { defineResourceType } from '../schema/define-resource-type.ts';
import { defineSchema } from '../schema/define-schema.ts';
import { Group } from '../schema/definitions/group.ts';
import { User } from '../schema/definitions/user.ts';
import type { SealSecret } from './policies.ts';
import { sealDocument, sealOperations } from './seal-secrets.ts';

const secret = { type: 'string', secret: true, mutability: 'writeOnly', returned: 'never' } as const;
const Device = defineResourceType({
  name: 'Device',
  endpoint: '/Devices',
  schema: defineSchema({
    id: 'urn:example:Device',
    name: 'Device',
    attributes: {
      pin: secret,
      ports: {
        type: 'complex',
        multiValued: true,
        subAttributes: { value: { type: 'string' }, key: secret },
      },
    },
  }),
});
const scope = { tenant: 't', connection: 'c', principal: 'p' };
const owner = { scope, model: compileResourceType(Device) };
/** Late, and telling where and in which order it was asked. */
const hash: SealSecret = async ({ path, value }) => (value === 'drop' ? undefined : `${path}#${value}`);
const document = { pin: '1', ports: [{ value: 'a', key: '2' }, { value: 'b' }, { value: 'c', key: 'drop' }] };

describe('sealDocument', () => {
  it('leaves out what is ignored', async () => {
    expect(await sealDocument(owner, document, 'ignore')).toEqual({
      ports: [{ value: 'a' }, { value: 'b' }, { value: 'c' }],
    });
  });

  it('puts what the policy makes of each secret in its place', async () => {
    expect(await sealDocument(owner, document, hash)).toEqual({
      pin: 'pin#1',
      ports: [{ value: 'a', key: 'ports.key#2' }, { value: 'b' }, { value: 'c' }],
    });
  });

  it.each<'ignore' | SealSecret>(['ignore', hash])('copies nothing without a secret', async (policy) => {
    const plain = { ports: [{ value: 'a' }] };
    expect(await sealDocument(owner, plain, policy)).toBe(plain);
    const group = { displayName: 'x' };
    expect(await sealDocument({ scope, model: compileResourceType(Group) }, group, policy)).toBe(group);
  });
});

describe('sealOperations', () => {
  const seal = (
    operations: readonly PatchOperation[],
    policy: 'ignore' | SealSecret = 'ignore',
    of = owner,
  ) => sealOperations(of, operations, policy);
  const replace = (value: unknown, path?: string): PatchOperation => ({
    op: 'replace',
    ...(path === undefined ? {} : { path }),
    value,
  });

  it('leaves out what is about ignored secrets alone, in any spelling', async () => {
    const operations = [
      replace('1', 'PIN'),
      replace({ Pin: '1' }),
      replace('2', 'ports[value eq "a"].key'),
      { op: 'remove', path: 'pin' } as const,
      replace({ Pin: '1', other: 2 }),
      replace({}),
    ];
    expect(await seal(operations)).toEqual([replace({ other: 2 }), replace({})]);
  });

  it('seals by path and by name', async () => {
    const operations = [replace('1', 'urn:example:Device:pin'), replace({ PORTS: { KEY: '2' } })];
    expect(await seal(operations, hash)).toEqual([
      replace('pin#1', 'urn:example:Device:pin'),
      replace({ PORTS: { KEY: 'ports.key#2' } }),
    ]);
  });

  it('seals a secret in a list, which lenient profiles take for the secret itself', async () => {
    const operations = [
      replace(['1'], 'pin'),
      replace({ pin: ['2'] }),
      replace(['drop'], 'pin'),
      replace([], 'pin'),
    ];
    expect(await seal(operations, hash)).toEqual([
      replace(['pin#1'], 'pin'),
      replace({ pin: ['pin#2'] }),
      replace([], 'pin'),
    ]);
    expect(await seal(operations)).toEqual([]);
  });

  it('hands on what holds no secret as it is', async () => {
    const model = compileResourceType(User);
    const operations = [replace({ active: false }), replace([[{}]], 'name'), replace('x', 'emails[')];
    for (const policy of ['ignore', hash] as const) {
      const sealed = await seal(operations, policy, { scope, model });
      expect(sealed.map((operation, index) => operation === operations[index])).toEqual([true, true, true]);
    }
  });

  it('takes the names of prototypes for data', async () => {
    const [sealed] = await seal([replace(JSON.parse('{"__proto__":{"pin":"1"},"pin":"1"}'))]);
    expect(Object.keys(Object(sealed?.value))).toEqual(['__proto__']);
  });

  it('refuses lists of lists, however deep, where a secret could be', async () => {
    let value: unknown = { key: '1' };
    for (let depth = 0; depth < 20_000; depth += 1) value = [value];
    await expect(seal([replace(value, 'ports')])).rejects.toMatchObject({
      status: 400,
      scimType: 'invalidValue',
    });
    expect(await seal([replace(value, 'unknown')])).toHaveLength(1);
  });
});
