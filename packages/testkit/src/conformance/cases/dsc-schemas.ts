import { valueAt } from '../answer.ts';
import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceClient } from '../conformance-client.ts';
import { listSchema, user, userSchema } from '../messages.ts';

const schemaSchema = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

/** The schemas that the server publishes. */
export const dscSchemas: readonly ConformanceCase[] = [
  {
    requirements: ['DSC-05', 'DSC-16', 'DSC-17'],
    name: 'lists its schemas and gives each by its URN, plain and percent-encoded',
    run: async (client) => {
      const list = expectStatus(await client.send('GET', '/Schemas'), 200);
      equal(list.at('schemas'), [listSchema], 'schemas of the list');
      for (const schema of list.listAt('Resources')) {
        const id = String(valueAt(schema, 'id'));
        equal(valueAt(schema, 'schemas'), [schemaSchema], `schemas of ${id}`);
        equal(valueAt(schema, 'meta', 'resourceType'), 'Schema', `meta.resourceType of ${id}`);
        equal(
          valueAt(schema, 'meta', 'location'),
          `${client.baseUrl}/Schemas/${id}`,
          `meta.location of ${id}`,
        );
        for (const path of [id, encodeURIComponent(id)]) {
          equal(
            expectStatus(await client.send('GET', `/Schemas/${path}`), 200).body,
            schema,
            `/Schemas/${path}`,
          );
        }
      }
      for (const id of ['urn:example:none', 'User', '__proto__'])
        expectError(await client.send('GET', `/Schemas/${id}`), 404);
    },
  },
  {
    requirements: ['DSC-06', 'DSC-07'],
    name: 'publishes every schema that its resources name, and no message',
    run: async (client) => {
      const ids = (await published(client)).map((schema) => valueAt(schema, 'id'));
      const made = [await client.createUser(), await client.createGroup()];
      for (const urn of made.flatMap((answer) => answer.listAt('schemas'))) {
        ok(ids.includes(urn), `Expected ${urn} in /Schemas.`);
      }
      ok(!ids.some((id) => String(id).includes(':api:messages:')), 'Expected no message schema in /Schemas.');
      equal(new Set(ids).size, ids.length, 'number of different ids');
    },
  },
  {
    requirements: ['DSC-18'],
    name: 'lists the parts of complex attributes, and all characteristics of each attribute',
    level: 'should',
    run: async (client) => {
      for (const schema of await published(client)) {
        const attributes = valueAt(schema, 'attributes');
        ok(
          Array.isArray(attributes) && attributes.length > 0,
          `Expected attributes in ${valueAt(schema, 'id')}.`,
        );
        for (const attribute of attributes) {
          const name = `${valueAt(schema, 'id')}:${valueAt(attribute, 'name')}`;
          for (const key of [
            'name',
            'type',
            'multiValued',
            'description',
            'required',
            'mutability',
            'returned',
          ]) {
            ok(valueAt(attribute, key) !== undefined, `Expected ${key} of ${name}.`);
          }
          const parts = valueAt(attribute, 'subAttributes');
          if (valueAt(attribute, 'type') === 'complex') {
            ok(Array.isArray(parts) && parts.length > 0, `Expected subAttributes of ${name}.`);
          } else equal(parts, undefined, `subAttributes of ${name}`);
        }
      }
    },
  },
  {
    requirements: ['DSC-19'],
    name: 'keeps and enforces what it publishes: attributes of User by their type',
    run: async (client) => {
      const schema = (await published(client)).find((one) => valueAt(one, 'id') === userSchema);
      ok(schema !== undefined, `Expected ${userSchema} in /Schemas.`);
      const attributes = valueAt(schema, 'attributes');
      ok(Array.isArray(attributes), 'Expected attributes.');
      for (const attribute of attributes) {
        const name = String(valueAt(attribute, 'name'));
        const [right, wrong] = valuesFor(attribute);
        if (right === undefined || name === 'userName') continue;
        const kept = await client.send('POST', '/Users', {
          body: user(client.unique('dsc'), { [name]: right }),
        });
        expectStatus(kept, 201);
        const shown =
          valueAt(attribute, 'returned') === 'default' || valueAt(attribute, 'returned') === 'always';
        const writable = valueAt(attribute, 'mutability') !== 'readOnly';
        equal(kept.at(name) !== undefined, shown && writable, `${name} is shown as its schema says`);
        if (!writable) continue;
        const refused = await client.send('POST', '/Users', {
          body: user(client.unique('dsc'), { [name]: wrong }),
        });
        expectError(refused, 400, 'invalidValue');
        ok(refused.textAt('detail').includes(name), `Expected ${name} in "${refused.textAt('detail')}".`);
      }
    },
  },
];

async function published(client: ConformanceClient): Promise<readonly unknown[]> {
  const schemas = expectStatus(await client.send('GET', '/Schemas'), 200).listAt('Resources');
  ok(schemas.length > 0, 'Expected schemas in /Schemas, got none.');
  return schemas;
}

/** A value that an attribute takes, and one that it cannot take; nothing for those whose parts have rules of their own. */
function valuesFor(attribute: unknown): readonly [right?: unknown, wrong?: unknown] {
  const list = valueAt(attribute, 'multiValued') === true;
  switch (valueAt(attribute, 'type')) {
    case 'string':
      return list ? [['x'], [{ a: 1 }]] : ['en', { a: 1 }];
    case 'boolean':
      return [true, { a: 1 }];
    case 'reference':
      return ['https://x.example/', 5];
    case 'complex': {
      const parts = valueAt(attribute, 'subAttributes');
      const value = Array.isArray(parts)
        ? parts.find((part) => valueAt(part, 'name') === 'value')
        : undefined;
      const plain = valueAt(value, 'type') === 'string';
      return list && plain ? [[{ value: 'x' }], [{ value: { a: 1 } }]] : [];
    }
    default:
      return [];
  }
}
