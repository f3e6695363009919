import type { AttributeDefinition, AttributeType } from './definition.ts';

/** Says what is wrong with a definition, and how to mend it. */
export type Refuse = (problem: string) => TypeError;

/** Where an attribute stands. */
export interface Surroundings {
  readonly refuse: Refuse;
  /** The complex attribute it is a part of. */
  readonly parent?: AttributeDefinition;
}

const types: ReadonlySet<string> = new Set<AttributeType>([
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'reference',
  'binary',
  'complex',
]);
const mutabilities: ReadonlySet<string> = new Set(['readWrite', 'readOnly', 'immutable', 'writeOnly']);
const returneds: ReadonlySet<string> = new Set(['default', 'always', 'request', 'never']);
const uniquenesses: ReadonlySet<string> = new Set(['none', 'server', 'global']);

/** RFC 7643 section 2.1; `$ref` breaks it and is allowed all the same (erratum 8924, REP-11). */
const NAME = /^[A-Za-z][A-Za-z0-9$_-]*$/;

/**
 * Checks an attribute's name.
 *
 * @throws TypeError when it breaks the grammar, or is one that every JavaScript object inherits.
 */
export function checkName(name: string, refuse: Refuse): void {
  if (name !== '$ref' && !NAME.test(name)) {
    throw refuse(
      'the name must begin with a letter and go on with letters, digits, "$", "-" and "_". Rename it.',
    );
  }
  if (name in Object.prototype) {
    throw refuse('the name is one that every JavaScript object has already. Rename it.');
  }
}

function checkWords(definition: AttributeDefinition, refuse: Refuse): void {
  const words: readonly [string, string | undefined, ReadonlySet<string>][] = [
    ['type', definition.type, types],
    ['mutability', definition.mutability, mutabilities],
    ['returned', definition.returned, returneds],
    ['uniqueness', definition.uniqueness, uniquenesses],
  ];
  for (const [name, word, allowed] of words) {
    if (word !== undefined && !allowed.has(word)) {
      throw refuse(`${name} is "${word}". Use one of ${[...allowed].join(', ')}.`);
    }
  }
}

function checkValues(definition: AttributeDefinition, refuse: Refuse): void {
  const { type = 'string', canonicalValues, closed, referenceTypes, prepare } = definition;
  if (closed === true && !canonicalValues?.length) {
    throw refuse(
      'closed without canonicalValues allows no value at all. List the values, or leave closed out.',
    );
  }
  if (canonicalValues?.length && type !== 'string') {
    throw refuse(`canonicalValues belong to strings, and this is a ${type}. Leave them out.`);
  }
  if (referenceTypes?.length && type !== 'reference') {
    throw refuse(`referenceTypes belong to references. Make the type "reference", or leave them out.`);
  }
  if (prepare !== undefined && type !== 'string') throw refuse('prepare belongs to strings. Leave it out.');
  if (definition.format !== undefined && type !== 'string' && type !== 'binary') {
    throw refuse('format belongs to strings and binaries. Leave it out.');
  }
}

function checkUniqueness(
  { type = 'string', multiValued, uniqueness }: AttributeDefinition,
  place: Surroundings,
): void {
  if (uniqueness === undefined || uniqueness === 'none') return;
  if (multiValued === true || place.parent?.multiValued === true) {
    throw place.refuse(
      'a value of a list cannot be unique. Leave uniqueness out, or make the attribute singular.',
    );
  }
  if (type === 'complex' || type === 'boolean' || type === 'dateTime' || type === 'binary') {
    throw place.refuse(`uniqueness has no meaning for the type ${type}. Leave it out, or put it on a part.`);
  }
}

function checkSecrecy(
  { type = 'string', multiValued, mutability, returned, secret }: AttributeDefinition,
  refuse: Refuse,
): void {
  if (mutability === 'writeOnly' && returned !== 'never') {
    throw refuse("what is writeOnly is not returned (RFC 7643 section 2.2). Add returned: 'never'.");
  }
  if (secret !== true) return;
  if (type !== 'string' || multiValued === true)
    throw refuse('a secret is a single string. Leave secret out.');
  if (mutability !== 'writeOnly') throw refuse("a secret cannot be read back. Add mutability: 'writeOnly'.");
}

function checkStorage(definition: AttributeDefinition, { refuse, parent }: Surroundings): void {
  const { type = 'string', multiValued, returned, indexed, roles = [] } = definition;
  if (indexed === true || roles.length > 0) {
    if (returned === 'never')
      throw refuse('what is never returned has no index and no role. Leave them out.');
    if (type === 'binary') throw refuse('binaries have no index and no role. Leave them out.');
  }
  if (indexed === true && multiValued === true && parent?.multiValued === true) {
    throw refuse('a list inside the elements of a list cannot be indexed. Leave indexed out.');
  }
  if (roles.length === 0) return;
  if (multiValued === true || parent?.multiValued === true || type === 'complex') {
    throw refuse(
      'a role belongs to a single simple value. Leave roles out, or put them on another attribute.',
    );
  }
  if (roles.includes('active') !== (type === 'boolean')) {
    throw refuse(
      'the role active belongs to a boolean, and display and sort to other types. Change the roles.',
    );
  }
  if (roles.includes('display') && type !== 'string') throw refuse('the role display belongs to a string.');
}

/**
 * Checks what can be said about an attribute by itself.
 *
 * @throws TypeError that says what is wrong and how to mend it.
 */
export function checkAttribute(definition: AttributeDefinition, place: Surroundings): void {
  checkWords(definition, place.refuse);
  checkValues(definition, place.refuse);
  checkUniqueness(definition, place);
  checkSecrecy(definition, place.refuse);
  checkStorage(definition, place);
}
