import { compileProjection } from '../schema/project.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Representation } from './context.ts';
import type { ListRequest } from './list-request.ts';

/** What names the attributes of the answer; any call that returns a resource may carry it. */
export type ProjectionRequest = Pick<ListRequest, 'attributes' | 'excludedAttributes'>;

const defaults = new WeakMap<ResourceModel, Representation>();
const wholes = new WeakMap<ResourceModel, Representation>();

/** How resources of a type are shown when the client says nothing about it. Compiled once for each type. */
export function defaultRepresentation(model: ResourceModel): Representation {
  const known = defaults.get(model);
  if (known !== undefined) return known;
  const representation = { projection: compileProjection(model, {}), byDefault: true };
  defaults.set(model, representation);
  return representation;
}

/** The same for the application, which gets objects: of a text that is sent in parts nothing would be left to stream. */
export function wholeRepresentation(model: ResourceModel): Representation {
  const known = wholes.get(model);
  if (known !== undefined) return known;
  const representation = { ...defaultRepresentation(model), wholeSets: true };
  wholes.set(model, representation);
  return representation;
}

/**
 * How resources of a type are shown in this answer.
 *
 * @throws ScimError 400 `invalidValue` when both lists are given (PRJ-09).
 * @see RFC 7644 section 3.4.2.5
 */
export function represent(model: ResourceModel, request: ProjectionRequest): Representation {
  const { attributes, excludedAttributes } = request;
  if (attributes === undefined && excludedAttributes === undefined) return defaultRepresentation(model);
  const named = {
    ...(attributes === undefined ? {} : { attributes }),
    ...(excludedAttributes === undefined ? {} : { excludedAttributes }),
  };
  return { projection: compileProjection(model, named), byDefault: false };
}
