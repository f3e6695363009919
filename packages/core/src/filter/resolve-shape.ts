import type { AttributeRef } from '../schema/attribute-ref.ts';
import { checkOperator } from './check-operator.ts';
import { combine, everything, negate, nothing, some } from './combine.ts';
import type { CompareOp, FilterNode } from './filter-node.ts';
import type { FilterTemplate } from './filter-template.ts';
import { invalidFilter, quoted } from './invalid-filter.ts';
import { elementScope, type NameScope } from './name-scope.ts';
import type { Shape } from './parse-shape.ts';

type Unknown = 'refuse' | 'false';

/**
 * Looks up the names of a shape and checks that each operator fits the type of its attribute.
 *
 * @param unknown - What an attribute that does not exist is: an error, or an attribute without a value.
 * @throws ScimError 400 `invalidFilter`.
 */
export function resolveShape(shape: Shape, scope: NameScope, unknown: Unknown): FilterTemplate {
  switch (shape.kind) {
    case 'and':
    case 'or':
      return joined(
        shape.kind,
        shape.of.map((part) => resolveShape(part, scope, unknown)),
      );
    case 'not':
      return negated(resolveShape(shape.of, scope, unknown));
    case 'some': {
      const attribute = find(shape.path, scope, unknown);
      return attribute ? valuePath(attribute, shape.of, scope, unknown) : done(nothing);
    }
    case 'present': {
      const attribute = find(shape.path, scope, unknown);
      return attribute ? presence(attribute, scope) : done(nothing);
    }
    case 'compare': {
      const attribute = find(shape.path, scope, unknown);
      return attribute
        ? comparison(attribute, shape.op, shape.slot, scope)
        : comparisonWithNothing(shape.op, shape.slot);
    }
  }
}

function find(path: string, scope: NameScope, unknown: Unknown): AttributeRef | undefined {
  const attribute = scope.find(path);
  if (attribute === undefined) {
    if (unknown === 'refuse') throw invalidFilter(scope.missing(path));
    return undefined;
  }
  // Anything one can ask about a password, one can find out by asking often enough (FLT-30).
  if (attribute.returned === 'never' || attribute.parent?.returned === 'never') {
    throw invalidFilter(
      `${quoted(attribute.path)} is never returned, and cannot be asked for in a filter either.`,
    );
  }
  scope.named.add(attribute);
  return attribute;
}

/** `attribute[…]` */
function valuePath(attribute: AttributeRef, of: Shape, scope: NameScope, unknown: Unknown): FilterTemplate {
  if (attribute.type !== 'complex' && !attribute.multiValued) {
    throw invalidFilter(
      `${quoted(attribute.path)} has one simple value, so it takes no value filter; compare it directly.`,
    );
  }
  const inner = resolveShape(of, elementScope(attribute, scope), unknown);
  // `meta` is not part of documents and always there.
  if (isMeta(attribute)) return inner;
  return inner.kind === 'done' ? done(some(attribute, inner.node)) : { kind: 'some', attribute, of: inner };
}

function presence(named: AttributeRef, scope: NameScope): FilterTemplate {
  const attribute = addressed(named, scope)?.id ?? named;
  scope.named.add(attribute);
  return done(present(attribute));
}

/** No value equals nothing but `null`, and differs from everything else (FLT-08, FLT-29). */
function comparisonWithNothing(op: CompareOp, slot: number): FilterTemplate {
  return op === 'eq' || op === 'ne' ? { kind: 'absent', op, slot } : done(nothing);
}

function comparison(named: AttributeRef, op: CompareOp, slot: number, scope: NameScope): FilterTemplate {
  const attribute = named.type === 'complex' ? comparedPart(named) : named;
  scope.named.add(attribute);
  checkOperator(attribute, op);
  const address = addressed(attribute, scope);
  if (address !== undefined) {
    scope.named.add(address.id);
    if (op === 'eq' || op === 'ne') return { kind: 'address', named: attribute, op, slot, ...address };
    throw invalidFilter(
      `${quoted(attribute.path)} is the URL of a resource, which can be compared by eq and ne alone.`,
    );
  }
  if (attribute.name === 'resourceType' && isMeta(attribute.parent) && scope.model) {
    return { kind: 'type', attribute, op, slot, type: scope.model.name };
  }
  return { kind: 'compare', attribute, op, slot };
}

/**
 * What a complex attribute that is named alone stands for: its `value` when it has several values (FLT-17), or when it is
 * a reference, as in Entra's `manager eq "…"`.
 */
function comparedPart(attribute: AttributeRef): AttributeRef {
  const value = attribute.byName.get('value');
  if (value && value.returned !== 'never' && (attribute.multiValued || attribute.byName.has('$ref')))
    return value;
  const part = attribute.subAttributes.find(({ returned }) => returned !== 'never');
  const hint = part ? `, for example ${quoted(part.path)}` : '';
  throw invalidFilter(
    `${quoted(attribute.path)} is complex and has no value to compare; name one of its parts${hint}.`,
  );
}

/** The attribute whose id stands for a URL, when the attribute named is the URL of a resource of this server. */
function addressed(
  attribute: AttributeRef,
  { model }: NameScope,
): { readonly id: AttributeRef; readonly endpoint?: string } | undefined {
  const { parent } = attribute;
  if (parent === undefined) return undefined;
  if (attribute.name === '$ref') {
    const id = parent.byName.get('value');
    return id && pointsToResources(attribute, parent) ? { id } : undefined;
  }
  const id = model?.byName.get('id');
  if (!model || !id || attribute.name !== 'location' || !isMeta(parent)) return undefined;
  return { id, endpoint: model.endpoint };
}

/** Does `$ref` hold the URLs of resources, rather than of anything on the web? */
function pointsToResources(attribute: AttributeRef, parent: AttributeRef): boolean {
  if (parent.roles.includes('membership') || parent.roles.includes('memberOf')) return true;
  return attribute.referenceTypes?.some((type) => type !== 'external' && type !== 'uri') === true;
}

/** What the server itself assigns is always there. */
function present(attribute: AttributeRef): FilterNode {
  const assigned = isMeta(attribute) || isMeta(attribute.parent) || isCommon(attribute, 'id');
  return assigned ? everything : Object.freeze({ kind: 'present', attribute });
}

function isMeta(attribute: AttributeRef | undefined): boolean {
  return attribute !== undefined && isCommon(attribute, 'meta');
}

/** Common attributes belong to no schema. */
function isCommon(attribute: AttributeRef, path: string): boolean {
  return attribute.schema === '' && attribute.path === path;
}

function done(node: FilterNode): FilterTemplate {
  return { kind: 'done', node };
}

function joined(kind: 'and' | 'or', of: readonly FilterTemplate[]): FilterTemplate {
  const nodes = of.flatMap((part) => (part.kind === 'done' ? part.node : []));
  return nodes.length === of.length ? done(combine(kind, nodes)) : { kind, of };
}

function negated(of: FilterTemplate): FilterTemplate {
  return of.kind === 'done' ? done(negate(of.node)) : { kind: 'not', of };
}
