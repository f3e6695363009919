import { checkAttribute, checkName, type Refuse } from './check-attribute.ts';
import { checkComplex } from './check-complex.ts';
import type { AttributeDefinition, SchemaDefinition } from './definition.ts';

/** A URI without what would end it in a filter or a path. A colon tells it from an attribute's name. */
const URN = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s"[\](){}\\]+$/;

/** Schemas that have passed: they are shared by resource types and checked again when those are compiled. */
const passed = new WeakSet<SchemaDefinition>();

function checkNames(names: readonly string[], refuse: (name: string) => Refuse): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    checkName(name, refuse(name));
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      throw refuse(name)(
        `the name differs from "${other}" in letter case only, which makes no difference. Rename one.`,
      );
    }
    seen.set(name.toLowerCase(), name);
  }
}

function checkParts(attribute: AttributeDefinition, refuse: (name: string) => Refuse): void {
  const parts = Object.entries(attribute.subAttributes ?? {});
  checkNames(
    parts.map(([name]) => name),
    refuse,
  );
  for (const [name, part] of parts) {
    // A program without TypeScript may put anything here.
    const given: AttributeDefinition = part;
    if (given.type === 'complex' || given.subAttributes !== undefined) {
      throw refuse(name)(
        'a complex attribute cannot be a part of a complex one (RFC 7643 section 2.3.8). Make it an attribute of its own.',
      );
    }
    checkAttribute(given, { refuse: refuse(name), parent: attribute });
  }
}

/**
 * Checks a schema by itself: names, types, and which characteristics go together.
 *
 * @throws TypeError that says what is wrong and how to mend it.
 */
export function checkSchema(schema: SchemaDefinition): void {
  if (passed.has(schema)) return;
  if (typeof schema.id !== 'string' || !URN.test(schema.id)) {
    throw new TypeError(
      `The schema id "${schema.id}" is no URN. Use one such as urn:example:schemas:2.0:Device.`,
    );
  }
  if (typeof schema.name !== 'string' || schema.name === '') {
    throw new TypeError(`The schema ${schema.id} has no name. Add one, for example "Device".`);
  }
  const refuse =
    (prefix: string) =>
    (name: string): Refuse =>
    (problem) =>
      new TypeError(`The attribute "${prefix}${name}" of ${schema.id}: ${problem}`);
  const attributes = Object.entries(schema.attributes ?? {});
  checkNames(
    attributes.map(([name]) => name),
    refuse(''),
  );
  for (const [name, attribute] of attributes) {
    checkAttribute(attribute, { refuse: refuse('')(name) });
    checkComplex(attribute, refuse('')(name));
    checkParts(attribute, refuse(`${name}.`));
  }
  passed.add(schema);
}
