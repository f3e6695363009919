import { badRequest } from '../errors/bad-request.ts';
import { compileValueFilter } from '../filter/compile-value-filter.ts';
import { splitPath } from '../filter/split-path.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { resolveAttribute } from '../schema/resolve-attribute.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { PatchOptions } from './patch-options.ts';
import type { Target } from './patch-target.ts';
import { quotePath } from './quote.ts';

/**
 * Finds what a path points at.
 *
 * @param path - As sent: `attr`, `attr.sub`, `attr[filter]`, `attr[filter].sub`, each with an optional URN in front, or
 *   the URN of an extension.
 * @throws ScimError 400 `invalidPath` when the path is malformed (PAT-19), names an attribute that the resource type does
 *   not have (PAT-20), or has a filter where nothing can be selected; `invalidFilter` when the filter is wrong.
 */
export function resolveTarget(model: ResourceModel, path: string, options: PatchOptions): Target {
  const split = splitPath(path);
  const attribute = resolveAttribute(model, split.attribute);
  if (attribute === undefined) throw unknownPath(model, path);
  const parent = attribute.parent;
  if (split.filter === undefined) {
    return parent?.multiValued === true ? { attribute, list: parent } : { attribute };
  }
  if (!attribute.multiValued || parent?.multiValued === true) {
    const why = attribute.multiValued ? 'belongs to elements of a list' : 'has one value';
    throw badRequest(
      'invalidPath',
      `The path ${quotePath(path)} selects values of "${attribute.path}", which ${why}; a value filter needs a list.`,
    );
  }
  const filter = compileValueFilter(attribute, split.filter, options.filter);
  const chosen = { list: attribute, filter, filterText: split.filter };
  if (split.sub === undefined) {
    if (options.interopSubset === true) throw needsSub(path);
    return { attribute, ...chosen };
  }
  return { attribute: subOf(attribute, split.sub, model, path), ...chosen };
}

function subOf(list: AttributeRef, name: string, model: ResourceModel, path: string): AttributeRef {
  const sub = list.byName.get(name.toLowerCase());
  if (sub === undefined) throw unknownPath(model, path);
  return sub;
}

function unknownPath(model: ResourceModel, path: string): Error {
  return badRequest('invalidPath', `The resource type ${model.name} has no attribute ${quotePath(path)}.`);
}

function needsSub(path: string): Error {
  return badRequest(
    'invalidPath',
    `The path ${quotePath(path)} ends with a value filter; this connection asks for a sub-attribute behind it.`,
  );
}
