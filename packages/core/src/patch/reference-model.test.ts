import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ScimError, type ScimType } from '../errors/scim-error.ts';
import { deepFreeze } from '../schema/deep-freeze.ts';
import { compilePatch } from './compile-patch.ts';
import type { PatchOperation } from './patch-operation.ts';
import { BASE, EXT, strict, things, tolerant } from './test-fixture.ts';

// Thousands of cases each, on machines that have other work as well.
vi.setConfig({ testTimeout: 60_000 });

/**
 * The same patches carried out twice: by the room, and by an interpreter that is as slow and as plain as can be. It knows
 * nothing of paths, schemas or JSON Patch: it is handed what each operation means, and copies the document for each.
 */

type Json = Record<string, unknown>;
type Element = Json;

/** What an operation means. `where` selects elements of the list by one sub-attribute. */
type Move =
  | {
      readonly on: 'simple';
      readonly op: 'add' | 'replace' | 'remove';
      readonly name: string;
      readonly value: string | null;
    }
  | {
      readonly on: 'complex';
      readonly op: 'add' | 'replace' | 'remove';
      readonly value: Readonly<Record<string, string | null>>;
    }
  | {
      readonly on: 'part';
      readonly op: 'add' | 'replace' | 'remove';
      readonly part: string;
      readonly value: string | null;
    }
  | { readonly on: 'words'; readonly op: 'add' | 'replace' | 'remove'; readonly value: readonly string[] }
  | {
      readonly on: 'list';
      readonly op: 'add' | 'replace' | 'remove';
      readonly list: 'items' | 'rows';
      readonly value: readonly Element[];
    }
  | {
      readonly on: 'elements';
      readonly op: 'add' | 'replace' | 'remove';
      readonly list: 'items' | 'rows';
      readonly where: readonly [string, string];
      readonly value: Element;
    }
  | {
      readonly on: 'elementPart';
      readonly op: 'add' | 'replace' | 'remove';
      readonly list: 'items' | 'rows';
      readonly where: readonly [string, string];
      readonly part: string;
      readonly value: unknown;
    }
  | { readonly on: 'extension'; readonly op: 'remove' };

const name = fc.constantFrom('text', 'note', 'key', 'textFixed');
const word = fc.constantFrom('x', 'y', 'z');
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 6 });
const opKind = fc.constantFrom('add', 'replace', 'remove');
const list = fc.constantFrom('items', 'rows');
const element = fc
  .record(
    { value: word, type: fc.constantFrom('w', 'h'), display: word, primary: fc.constant(true) },
    { requiredKeys: [] },
  )
  .filter((each) => Object.keys(each).length > 0);
const where = fc.oneof(
  fc.tuple(fc.constant('type'), fc.constantFrom('w', 'h', 'o')),
  fc.tuple(fc.constant('value'), word),
);
/** At most one primary, so that what is wrong is only wrong because of the document. */
const elements = fc.array(element, { maxLength: 3 }).map((all) => {
  const first = all.findIndex((each) => each.primary === true);
  return all
    .map(({ primary, ...rest }, index) => (index === first ? { ...rest, primary } : rest))
    .filter((each) => Object.keys(each).length > 0);
});

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ on: fc.constant('simple' as const), op: opKind, name, value: orNull(word) }),
  fc.record({
    on: fc.constant('complex' as const),
    op: opKind,
    value: fc.record({ one: orNull(word), two: orNull(word) }, { requiredKeys: [] }),
  }),
  fc.record({
    on: fc.constant('part' as const),
    op: opKind,
    part: fc.constantFrom('one', 'two', 'fixed'),
    value: orNull(word),
  }),
  fc.record({ on: fc.constant('words' as const), op: opKind, value: fc.array(word, { maxLength: 3 }) }),
  fc.record({ on: fc.constant('list' as const), op: opKind, list, value: elements }),
  fc.record({ on: fc.constant('elements' as const), op: opKind, list, where, value: element }),
  fc.record({
    on: fc.constant('elementPart' as const),
    op: opKind,
    list,
    where,
    part: fc.constantFrom('value', 'type', 'display'),
    value: orNull(word),
  }),
  fc.record({
    on: fc.constant('elementPart' as const),
    op: opKind,
    list,
    where,
    part: fc.constant('primary'),
    value: fc.boolean(),
  }),
  fc.record({ on: fc.constant('extension' as const), op: fc.constant('remove' as const) }),
);

const inExtension = (attribute: string): boolean => attribute === 'note' || attribute === 'rows';
const pathOf = (attribute: string): string => (inExtension(attribute) ? `${EXT}:${attribute}` : attribute);

/** As a client would write it. Now and then without a path. */
function toOperation(each: Move, pathless: boolean): PatchOperation {
  if (each.on === 'extension') return { op: 'remove', path: EXT };
  const [attribute, path] = ((): [string, string] => {
    switch (each.on) {
      case 'simple':
        return [each.name, pathOf(each.name)];
      case 'complex':
        return ['whole', 'whole'];
      case 'part':
        return ['', `whole.${each.part}`];
      case 'words':
        return ['words', 'words'];
      case 'list':
        return [each.list, pathOf(each.list)];
      case 'elements':
        return ['', `${pathOf(each.list)}[${each.where[0]} eq "${each.where[1]}"]`];
      case 'elementPart':
        return ['', `${pathOf(each.list)}[${each.where[0]} eq "${each.where[1]}"].${each.part}`];
    }
  })();
  if (each.op === 'remove') return { op: 'remove', path };
  if (!pathless || attribute === '') return { op: each.op, path, value: each.value };
  return {
    op: each.op,
    value: inExtension(attribute) ? { [EXT]: { [attribute]: each.value } } : { [attribute]: each.value },
  };
}

class Failure extends Error {
  readonly scimType: ScimType;
  constructor(scimType: ScimType) {
    super(scimType);
    this.scimType = scimType;
  }
}

/** The plain interpreter: one document in, another one out. */
function perform(before: Json, each: Move, create: boolean): Json {
  const document = structuredClone(before);
  if (each.on === 'extension') {
    delete document[EXT];
    return document;
  }
  const attribute =
    each.on === 'simple'
      ? each.name
      : each.on === 'complex' || each.on === 'part'
        ? 'whole'
        : each.on === 'words'
          ? 'words'
          : each.list;
  const holder: Json = inExtension(attribute) ? ((document[EXT] as Json | undefined) ?? {}) : document;
  const value = performOn(holder[attribute], each, attribute, create);
  if (isEmpty(value)) delete holder[attribute];
  else holder[attribute] = value;
  if (inExtension(attribute)) {
    if (isEmpty(holder)) delete document[EXT];
    else document[EXT] = holder;
  }
  return document;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function performOn(
  value: unknown,
  each: Exclude<Move, { on: 'extension' }>,
  attribute: string,
  create: boolean,
): unknown {
  switch (each.on) {
    case 'simple': {
      const next = each.op === 'remove' ? null : each.value;
      if (attribute === 'textFixed' && value !== undefined && next !== value) throw new Failure('mutability');
      return next;
    }
    case 'complex': {
      const whole = { ...(value as Json | undefined) };
      if (each.op === 'remove') {
        if (whole.fixed !== undefined) throw new Failure('mutability');
        return undefined;
      }
      return withoutNulls({ ...whole, ...each.value });
    }
    case 'part': {
      const whole = { ...(value as Json | undefined) };
      const next = each.op === 'remove' ? null : each.value;
      if (each.part === 'fixed' && whole.fixed !== undefined && whole.fixed !== next)
        throw new Failure('mutability');
      return withoutNulls({ ...whole, [each.part]: next });
    }
    case 'words':
      if (each.op === 'remove') return undefined;
      return [
        ...new Set(
          each.op === 'add' ? [...((value as string[] | undefined) ?? []), ...each.value] : each.value,
        ),
      ];
    case 'list':
      if (each.op === 'remove') return undefined;
      return each.op === 'add'
        ? each.value.reduce(join, (value as Element[] | undefined) ?? [])
        : each.value.reduce(repeat, []);
    default:
      return performOnElements((value as Element[] | undefined) ?? [], each, create);
  }
}

const withoutNulls = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));

/** The same value and type are the same element; one without a value is all that it has. */
function same(one: Element, other: Element): boolean {
  if (one.value === undefined || other.value === undefined) return keysIn(one) === keysIn(other);
  return one.value === other.value && one.type === other.type;
}

/** In a list that is set as a whole, what repeats an earlier element goes; only its being primary is kept. */
function repeat(elements: readonly Element[], element: Element): Element[] {
  const found = elements.find((other) => same(element, other));
  if (found === undefined) return [...elements, element];
  if (element.primary !== true) return [...elements];
  return elements.map((other) => (other === found ? { ...other, primary: true } : other));
}

/** One element joins a list, or brings the one that is there up to date. */
function join(elements: readonly Element[], element: Element): Element[] {
  const found = elements.find((other) => same(element, other));
  const next =
    found === undefined
      ? [...elements, element]
      : elements.map((other) => (other === found ? { ...other, ...element } : other));
  if (element.primary !== true) return next;
  const index = found === undefined ? elements.length : elements.indexOf(found);
  return onlyPrimary(next, index);
}

const keysIn = (element: Element): string => JSON.stringify(Object.entries(element).sort());

const onlyPrimary = (elements: readonly Element[], index: number): Element[] =>
  elements.map((each, at) => (at !== index && each.primary === true ? { ...each, primary: false } : each));

function performOnElements(
  elements: readonly Element[],
  each: Extract<Move, { on: 'elements' | 'elementPart' }>,
  create: boolean,
): unknown {
  const [name, wanted] = each.where;
  const hits = elements.map((element) => element[name] === wanted);
  const value: Json = each.on === 'elements' ? each.value : { [each.part]: each.value };
  const count = hits.filter(Boolean).length;
  if (each.op === 'remove') {
    const rest = elements.map((element, index) => {
      if (!hits[index]) return element;
      return each.on === 'elements' ? {} : withoutNulls({ ...element, [each.part]: null });
    });
    return rest.filter((element) => !isEmpty(element));
  }
  if (count === 0) {
    if (!create) throw new Failure('noTarget');
    if (each.on === 'elementPart' && each.value === null) return elements;
    const made = [...elements, { [name]: wanted, ...value }];
    return value.primary === true ? onlyPrimary(made, made.length - 1) : made;
  }
  if (value.primary === true && count > 1) throw new Failure('invalidValue');
  const whole = each.on === 'elements' && each.op === 'replace';
  const next = elements.map((element, index) => {
    if (!hits[index]) return element;
    return whole ? { ...value } : withoutNulls({ ...element, ...value });
  });
  const settled = value.primary === true ? onlyPrimary(next, hits.indexOf(true)) : next;
  return settled.filter((element) => !isEmpty(element));
}

function interpret(start: Json, moves: readonly Move[], create: boolean): Json | ScimType {
  try {
    const document = moves.reduce((before, each) => perform(before, each, create), structuredClone(start));
    if (document.key === undefined) return 'mutability';
    document.schemas = document[EXT] === undefined ? [BASE] : [BASE, EXT];
    return document;
  } catch (error) {
    if (error instanceof Failure) return error.scimType;
    throw error;
  }
}

const start: fc.Arbitrary<Json> = fc
  .record(
    {
      text: word,
      textFixed: word,
      whole: fc.record({ one: word, fixed: word }, { requiredKeys: [] }),
      words: fc.uniqueArray(word),
      items: elements,
      rows: elements,
    },
    { requiredKeys: [] },
  )
  .map(({ rows, items, ...rest }) => {
    const document: Json = { schemas: [BASE], key: 'k', ...rest };
    const settled = (given: readonly Element[]): Element[] => given.reduce(join, []);
    if (items !== undefined) document.items = settled(items);
    for (const [key, value] of Object.entries(document)) if (isEmpty(value)) delete document[key];
    if (rows !== undefined && rows.length > 0) {
      document[EXT] = { rows: settled(rows) };
      document.schemas = [BASE, EXT];
    }
    return document;
  });

describe('patches of several operations', () => {
  it.each([
    ['by the letter', strict, false],
    ['as compatible clients have it', tolerant, true],
  ])('do what a plain interpreter does, %s', (_, options, create) => {
    let succeeded = 0;
    fc.assert(
      fc.property(
        start,
        fc.array(fc.tuple(move, fc.boolean()), { minLength: 1, maxLength: 6 }),
        (document, moves) => {
          const wanted = interpret(
            document,
            moves.map(([each]) => each),
            create,
          );
          const operations = moves.map(([each, pathless]) => toOperation(each, pathless));
          deepFreeze(document);
          let outcome: Json | ScimType | undefined;
          try {
            outcome = { ...compilePatch(things, operations, options).apply(document).document };
            succeeded += 1;
          } catch (error) {
            if (!(error instanceof ScimError)) throw error;
            outcome = error.scimType;
          }
          expect(outcome).toEqual(wanted);
        },
      ),
      { numRuns: 3000 },
    );
    // The property is worth something only if it is not all refusals.
    expect(succeeded).toBeGreaterThan(1000);
  });
});
