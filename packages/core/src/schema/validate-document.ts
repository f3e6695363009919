import { Ajv } from 'ajv';
import type { ScimError } from '../errors/scim-error.ts';
import type { AttributeRef } from './attribute-ref.ts';
import { explainViolation, type Violation } from './explain-violation.ts';
import { formats } from './formats.ts';
import { interpretJsonSchema } from './interpret-json-schema.ts';
import { attributeSchema, type Demand, elementSchema, type JsonSchema, toJsonSchema } from './json-schema.ts';
import { remember } from './remember.ts';
import type { ResourceModel } from './resource-model.ts';

/** Finds the first thing wrong with a value; `undefined` when it is right. */
export type Validator = (value: unknown) => Violation | undefined;

/** One for the process: it holds no schema by name, so nothing piles up in it. */
const ajv = new Ajv({
  // One error is enough for an answer; looking for all of them would let hostile input choose the work.
  allErrors: false,
  addUsedSchema: false,
  messages: false,
  meta: false,
  validateSchema: false,
  logger: false,
  formats,
});

function compile(schema: JsonSchema): Validator {
  try {
    const validate = ajv.compile(schema);
    return (value) => (validate(value) ? undefined : validate.errors?.[0]);
  } catch (error) {
    // Ajv writes code and evaluates it. Where the runtime forbids that, as Cloudflare Workers do, the schema is walked.
    if (error instanceof EvalError) return interpretJsonSchema(schema);
    throw error;
  }
}

/** Compiled on first use and kept as long as what they are for. */
const documentValidators: Readonly<Record<Exclude<Demand, 'none'>, (model: ResourceModel) => Validator>> = {
  input: remember((model) => compile(toJsonSchema(model, 'input'))),
  stored: remember((model) => compile(toJsonSchema(model, 'stored'))),
};
const wholeValidator = remember((attribute: AttributeRef) => compile(attributeSchema(attribute, 'none')));
const elementValidator = remember((attribute: AttributeRef) => compile(elementSchema(attribute, 'none')));

/**
 * Checks a document in canonical form.
 *
 * @returns What is wrong with it as a 400 that names the attribute, or `undefined`: `invalidValue`, but `mutability` where a
 *   stored document has lost a required attribute.
 */
export function validateDocument(
  model: ResourceModel,
  document: Readonly<Record<string, unknown>>,
  demand: Exclude<Demand, 'none'>,
): ScimError | undefined {
  const violation = documentValidators[demand](model)(document);
  if (violation === undefined) return undefined;
  // A stored document had what is required at its top, so it has been taken away (PAT-17).
  const removed = demand === 'stored' && violation.keyword === 'required' && violation.instancePath === '';
  const scimType = removed ? 'mutability' : 'invalidValue';
  return explainViolation(violation, document, { attributes: model.byName, path: '' }, scimType);
}

/** Checks a value of one attribute, or with `element` one of its elements; what is required is not asked for. */
export function validateValue(
  attribute: AttributeRef,
  value: unknown,
  level: 'whole' | 'element',
): ScimError | undefined {
  const validator = level === 'element' ? elementValidator : wholeValidator;
  const violation = validator(attribute)(value);
  if (violation === undefined) return undefined;
  const origin = { attribute, path: attribute.path, element: level === 'element' };
  return explainViolation(violation, value, origin, 'invalidValue');
}
