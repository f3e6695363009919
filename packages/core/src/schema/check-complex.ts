import type { Refuse } from './check-attribute.ts';
import type { AttributeDefinition, SubAttributeDefinition } from './definition.ts';

/** What the parts that RFC 7643 section 2.4 gives a meaning to must be (TYP-18). */
const standardTypes: Readonly<Record<string, SubAttributeDefinition['type']>> = Object.freeze({
  type: 'string',
  display: 'string',
  primary: 'boolean',
  $ref: 'reference',
});

function checkStandardParts(definition: AttributeDefinition, refuse: Refuse): void {
  const parts = definition.subAttributes ?? {};
  for (const [name, type] of Object.entries(standardTypes)) {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    // In a singular attribute only $ref has a fixed meaning.
    if (part === undefined || (definition.multiValued !== true && name !== '$ref')) continue;
    if ((part.type ?? 'string') !== type || part.multiValued === true) {
      throw refuse(
        `its part "${name}" must be a single ${type} (RFC 7643 section 2.4). Change its type or its name.`,
      );
    }
  }
  const value = Object.hasOwn(parts, 'value') ? parts.value : undefined;
  if (definition.multiValued === true && value?.multiValued === true) {
    throw refuse(
      'its part "value" must be a single value (RFC 7643 section 2.4). Make it singular or rename it.',
    );
  }
}

/** Names of resource types, as opposed to the two words that are none. */
function namesTypes(types: readonly string[] | undefined): boolean {
  return types?.some((type) => type !== 'external' && type !== 'uri') ?? false;
}

function checkReferenceSet(definition: AttributeDefinition, refuse: Refuse): void {
  const parts = definition.subAttributes ?? {};
  if (
    definition.type !== 'complex' ||
    definition.multiValued !== true ||
    (parts.value?.type ?? 'string') !== 'string'
  ) {
    throw refuse("a reference set is complex and multi-valued. Add type: 'complex' and multiValued: true.");
  }
  if (parts.value === undefined || !namesTypes(parts.$ref?.referenceTypes)) {
    throw refuse(
      'a reference set has a part "value", a string, and a part "$ref" whose referenceTypes name the resource types it may hold. Add them.',
    );
  }
  if (definition.mutability !== undefined && definition.mutability !== 'readWrite') {
    throw refuse('a reference set is changed by clients. Leave mutability out.');
  }
}

function checkReference(definition: AttributeDefinition, refuse: Refuse): void {
  const parts = definition.subAttributes ?? {};
  if (definition.referenceSet === true || definition.derivedFrom !== undefined) {
    throw refuse('an attribute is a reference, a reference set, or derived from one. Leave the others out.');
  }
  if (
    definition.type !== 'complex' ||
    parts.value === undefined ||
    (parts.value.type ?? 'string') !== 'string' ||
    !namesTypes(parts.$ref?.referenceTypes)
  ) {
    throw refuse(
      'a reference is complex and has a part "value", a string, and a part "$ref" whose referenceTypes name resource types. Declare it so.',
    );
  }
}

function checkDerived(definition: AttributeDefinition, refuse: Refuse): void {
  const parts = definition.subAttributes ?? {};
  const shaped =
    definition.type === 'complex' && definition.multiValued === true && parts.value !== undefined;
  if (!shaped || definition.mutability !== 'readOnly') {
    throw refuse(
      'what is derived from reference sets is complex, multi-valued and readOnly and has a part "value". Declare it so.',
    );
  }
}

/**
 * Checks what makes an attribute complex, and what only complex attributes can be.
 *
 * @throws TypeError that says what is wrong and how to mend it.
 */
export function checkComplex(definition: AttributeDefinition, refuse: Refuse): void {
  const parts = Object.keys(definition.subAttributes ?? {}).length;
  if (definition.type === 'complex' && parts === 0) {
    throw refuse('a complex attribute needs parts. Add subAttributes, or make it another type.');
  }
  if (definition.type !== 'complex' && definition.subAttributes !== undefined) {
    throw refuse("only complex attributes have parts. Add type: 'complex', or leave subAttributes out.");
  }
  if (definition.referenceSet === true) checkReferenceSet(definition, refuse);
  if (definition.reference === true) checkReference(definition, refuse);
  if (definition.derivedFrom !== undefined) checkDerived(definition, refuse);
  checkStandardParts(definition, refuse);
}
