import { badRequest } from '../errors/bad-request.ts';
import { cutObject } from './apply-cuts.ts';
import type { AttributeRef } from './attribute-ref.ts';
import { type Cut, type Cuts, cutAll, isWhole, readWish } from './compile-cuts.ts';
import type { ResourceModel } from './resource-model.ts';

/** What a request says about the attributes it wants back: paths in standard notation, in any letter case. */
export interface ProjectionRequest {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** Choices of {@link compileProjection}. */
export interface ProjectionOptions {
  /** When both parameters are given: `refuse` (the default) is 400 `invalidValue`, `attributes` lets that one win. */
  readonly both?: 'refuse' | 'attributes';
}

/** Which attributes a response shows, decided once for a request. */
export interface Projection {
  /** True when every resource goes out as it is. */
  readonly plain: boolean;
  /** False when the attribute cannot be part of the response, so that it need not be loaded. */
  readonly wants: (attribute: AttributeRef) => boolean;
  /**
   * Cuts a resource down to what the response shows.
   *
   * @param resource - The whole resource. It is not changed.
   * @param requested - The attributes that the request itself assigned: it shows them although their `returned` is
   *   `request` (CHR-16).
   */
  readonly apply: (
    resource: Record<string, unknown>,
    requested?: ReadonlySet<AttributeRef>,
  ) => Record<string, unknown>;
}

/** Follows the steps to an attribute through what is shown. */
function isWanted(cuts: Cuts, attribute: AttributeRef): boolean {
  let level = cuts;
  for (const step of attribute.steps) {
    const shown: Cut | undefined = level.get(step);
    if (shown === undefined) return false;
    if (shown.parts === undefined) return true;
    level = shown.parts;
  }
  return true;
}

/**
 * Decides which attributes a response shows, from what the schema says about them (`returned`) and what the request
 * asks for.
 *
 * @param request - The two parameters; empty lists count as left out, unknown names are ignored.
 * @returns The decision, to be applied to any number of resources of the type.
 * @throws ScimError 400 `invalidValue` when both parameters are given (PRJ-09).
 * @see RFC 7644 sections 3.4.2.5 and 3.9
 */
export function compileProjection(
  model: ResourceModel,
  request: ProjectionRequest,
  { both = 'refuse' }: ProjectionOptions = {},
): Projection {
  if (both === 'refuse' && request.attributes?.length && request.excludedAttributes?.length) {
    throw badRequest(
      'invalidValue',
      'Send either attributes or excludedAttributes: one rules out the other.',
    );
  }
  const cuts = cutAll(model.attributes, readWish(model, request), false);
  const plain = isWhole(model.attributes, cuts);
  return Object.freeze({
    plain,
    wants: (attribute: AttributeRef) => isWanted(cuts, attribute),
    apply: (resource: Record<string, unknown>, requested?: ReadonlySet<AttributeRef>) =>
      plain ? resource : (cutObject(cuts, resource, requested) ?? {}),
  });
}
