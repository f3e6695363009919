import {
  type AttributeRef,
  type CompareOp,
  type FilterNode,
  matches,
  printFilter,
  type ResourceStore,
  relaxFilter,
  resolveAttribute,
  type Scope,
  type Stored,
  type StoredDocument,
  toKey,
} from '@scimkit/core';
import { expect } from 'vitest';
import { create, documentOnly, everything, modelOf } from '../../test-support/tenant.ts';

/** Numbers that are the same in each run. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Draw = (below: number) => number;

const model = modelOf('User');

/** Short words meet often; the others are those that databases fold, pad or cut in ways of their own. */
const words = [
  'a',
  'A',
  'ab',
  'aB',
  'b',
  'ba',
  'a ',
  'É',
  'é',
  'e\u0301',
  'ΑΣ',
  'ας',
  'ß',
  'SS',
  'İ',
  '%',
  '_',
  '!',
  "'",
  'K',
  '\u212a',
  'ｊｏ',
  'jo',
  '😀',
];

const paths = [
  'userName',
  'externalId',
  'title',
  'active',
  'displayName',
  'name.givenName',
  'name.familyName',
  'name.formatted',
  'name',
  'emails.value',
  'emails.type',
  'emails.primary',
  'emails',
  'phoneNumbers.value',
  'phoneNumbers.type',
  'meta.lastModified',
  'id',
];

function attributeAt(path: string): AttributeRef {
  const attribute = resolveAttribute(model, path);
  if (attribute === undefined) throw new TypeError(path);
  return attribute;
}

const leaves = paths.map(attributeAt);
const lists = ['emails', 'phoneNumbers', 'name'].map(attributeAt);

const pick = <T>(draw: Draw, all: readonly T[]): T => {
  const found = all[draw(all.length)];
  if (found === undefined) throw new RangeError('There is nothing to pick from.');
  return found;
};

const word = (draw: Draw): string =>
  draw(3) === 0 ? `${pick(draw, words)}${pick(draw, words)}` : pick(draw, words);

function elements(draw: Draw): readonly StoredDocument[] {
  return Array.from({ length: draw(4) }, () => ({
    ...(draw(8) === 0 ? {} : { value: word(draw) }),
    ...(draw(3) === 0 ? {} : { type: pick(draw, ['work', 'home', 'Work', 'a']) }),
    ...(draw(4) === 0 ? { primary: draw(2) === 0 } : {}),
    ...(draw(5) === 0 ? { display: word(draw) } : {}),
  })).filter((element) => Object.keys(element).length > 0);
}

/** A user in whom anything may be missing or strange. Names do not repeat. */
export function randomUser(draw: Draw, index: number): StoredDocument {
  const maybe = (name: string, value: () => unknown) => (draw(2) === 0 ? {} : { [name]: value() });
  const name = {
    ...maybe('givenName', () => word(draw)),
    ...maybe('familyName', () => word(draw)),
    ...maybe('formatted', () => word(draw)),
  };
  const emails = elements(draw);
  const phoneNumbers = elements(draw);
  return {
    ...maybe('externalId', () => word(draw)),
    userName: `${word(draw)}.${index}`,
    ...(Object.keys(name).length === 0 ? {} : { name }),
    ...maybe('title', () => word(draw)),
    ...maybe('displayName', () => word(draw)),
    ...maybe('active', () => draw(2) === 0),
    ...(emails.length === 0 ? {} : { emails }),
    ...(phoneNumbers.length === 0 ? {} : { phoneNumbers }),
  };
}

function leaf(draw: Draw, from: readonly AttributeRef[], users: readonly Stored[]): FilterNode {
  const attribute = pick(draw, from);
  if (attribute.type === 'complex' || draw(7) === 0) return { kind: 'present', attribute };
  const key = keyFor(draw, attribute, users);
  if (key === undefined) return { kind: 'present', attribute };
  const equality: readonly CompareOp[] = ['eq', 'eq', 'ne'];
  const order: readonly CompareOp[] = [...equality, 'gt', 'ge', 'lt', 'le'];
  const text: readonly CompareOp[] = [...order, 'co', 'sw', 'sw', 'ew'];
  const ops = attribute.type === 'boolean' ? equality : attribute.type === 'dateTime' ? order : text;
  return { kind: 'compare', attribute, op: pick(draw, attribute.path === 'id' ? equality : ops), key };
}

function keyFor(draw: Draw, attribute: AttributeRef, users: readonly Stored[]) {
  const user = pick(draw, users);
  if (attribute.type === 'boolean') return draw(2) === 0;
  if (attribute.path === 'id') return draw(3) === 0 ? word(draw) : user.id;
  if (attribute.type === 'dateTime') return user.modified + draw(3) - 1;
  if (attribute.path === 'userName' && draw(2) === 0) return toKey(user.document.userName, attribute);
  return toKey(draw(20) === 0 ? '' : word(draw), attribute);
}

/** A filter on users. */
export function randomUserFilter(
  draw: Draw,
  users: readonly Stored[],
  depth = 3,
  from: readonly AttributeRef[] = leaves,
): FilterNode {
  if (depth === 0 || draw(3) === 0) return leaf(draw, from, users);
  const inside = () => randomUserFilter(draw, users, depth - 1, from);
  switch (draw(from === leaves ? 4 : 3)) {
    case 0:
      return { kind: 'and', of: [inside(), inside()] };
    case 1:
      return { kind: 'or', of: [inside(), inside()] };
    case 2:
      return { kind: 'not', of: inside() };
    default: {
      const attribute = pick(draw, lists);
      const of = randomUserFilter(draw, users, depth - 1, attribute.subAttributes);
      return { kind: 'some', attribute, of };
    }
  }
}

/** Makes users and asks for them with random filters, in the way core does, and holds the store to core's own answer. */
export async function agree(
  store: ResourceStore,
  scope: Scope,
  seed: number,
  filters: number,
): Promise<number> {
  const draw = numbersFrom(seed);
  const users: Stored[] = [];
  for (let index = 0; index < 60; index += 1) {
    const document = randomUser(draw, index);
    const { after } = await create(store, scope, model, document, { at: 1_700_000_000_000 + index });
    expect(after.document).toEqual({ schemas: [model.schema], ...document });
    users.push(after);
  }
  let exactly = 0;
  for (let count = 0; count < filters; count += 1) {
    const filter = randomUserFilter(draw, users);
    const wanted = users.filter((user) => matches(filter, user)).map(({ id }) => id);
    const { pushed, exact } = relaxFilter(filter, store.supports);
    const found = new Set<string>();
    for await (const { id } of store.scan(scope, 'User', pushed, everything)) found.add(id);
    const words = `${printFilter(filter)} (seed ${seed})`;
    for (const id of wanted) expect(found.has(id), `The scan misses a match of ${words}`).toBe(true);
    if (!exact) continue;
    exactly += 1;
    const page = { kind: 'index', offset: 0, limit: 1000 } as const;
    const list = await store.list(scope, 'User', { filter, page, total: 'exact', want: documentOnly });
    expect(list.resources.map(({ id }) => id).sort(), words).toEqual([...wanted].sort());
    expect(list.total, words).toBe(wanted.length);
  }
  return exactly;
}
