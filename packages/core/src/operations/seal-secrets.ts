import { splitPath } from '../filter/split-path.ts';
import type { PatchOperation } from '../patch/patch-operation.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { resolveAttribute } from '../schema/resolve-attribute.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Scope } from '../storage/port.ts';
import type { SealSecret } from './policies.ts';
import { prepareSecret } from './prepare-secret.ts';

/** Whose secret it is, for the policy that seals it. */
export interface SecretOwner {
  readonly scope: Scope;
  readonly model: ResourceModel;
  readonly id?: string;
}

type Policy = 'ignore' | SealSecret;
type Finder = (name: string) => AttributeRef | undefined;

/** Marks a value that is to be left out. */
const nothing = Symbol('nothing');

/**
 * Replaces every secret of a document by what may be stored, or takes it out. Runs before anything else sees the
 * document, so that a store never gets a password in clear (RES-04).
 */
export async function sealDocument<Document extends object>(
  owner: SecretOwner,
  document: Document,
  policy: Policy,
): Promise<Document> {
  if (!holdsSecrets(owner.model)) return document;
  const sealed = await sealParts(owner, document, policy, (name) =>
    owner.model.byName.get(name.toLowerCase()),
  );
  // Only values of string attributes have been replaced by strings, or left out.
  return sealed as Document;
}

/** The same for the operations of a PATCH; an operation that is about nothing but ignored secrets is left out. */
export async function sealOperations(
  owner: SecretOwner,
  operations: readonly PatchOperation[],
  policy: Policy,
): Promise<readonly PatchOperation[]> {
  if (!holdsSecrets(owner.model)) return operations;
  const sealed: PatchOperation[] = [];
  for (const operation of operations) {
    const next = await sealOperation(owner, operation, policy);
    if (next !== undefined) sealed.push(next);
  }
  return sealed;
}

async function sealOperation(
  owner: SecretOwner,
  operation: PatchOperation,
  policy: Policy,
): Promise<PatchOperation | undefined> {
  const { path, value } = operation;
  if (path === undefined || path === '') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return operation;
    const sealed = await sealParts(owner, value, policy, (name) => resolveAttribute(owner.model, name));
    return Object.keys(sealed).length === 0 && Object.keys(value).length > 0
      ? undefined
      : { ...operation, value: sealed };
  }
  const target = targetOf(owner.model, path);
  if (target === undefined) return operation;
  // Removing a secret needs no policy, unless secrets are ignored altogether: then there is none to remove.
  if (operation.op === 'remove') return target.secret && policy === 'ignore' ? undefined : operation;
  const sealed = await sealValue(owner, target, value, policy);
  return sealed === nothing ? undefined : { ...operation, value: sealed };
}

/** The attribute a path ends at. A path that cannot be read is left to the PATCH compiler, which says what is wrong. */
function targetOf(model: ResourceModel, path: string): AttributeRef | undefined {
  try {
    const { attribute, sub } = splitPath(path);
    const found = resolveAttribute(model, attribute);
    return sub === undefined ? found : found?.byName.get(sub.toLowerCase());
  } catch {
    return undefined;
  }
}

async function sealValue(
  owner: SecretOwner,
  attribute: AttributeRef,
  value: unknown,
  policy: Policy,
): Promise<unknown> {
  if (attribute.secret) {
    if (policy === 'ignore') return nothing;
    if (typeof value !== 'string' || value === '') return value;
    const { scope, model, id } = owner;
    const sealed = await policy({
      scope,
      type: model.name,
      path: attribute.path,
      value: prepareSecret(value, attribute.path),
      ...(id === undefined ? {} : { id }),
    });
    return sealed ?? nothing;
  }
  if (attribute.type !== 'complex' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const elements: unknown[] = [];
    for (const element of value) elements.push(await sealValue(owner, attribute, element, policy));
    return elements;
  }
  return sealParts(owner, value, policy, (name) => attribute.byName.get(name.toLowerCase()));
}

async function sealParts(owner: SecretOwner, parts: object, policy: Policy, find: Finder): Promise<object> {
  const sealed: [string, unknown][] = [];
  for (const [name, value] of Object.entries(parts)) {
    const attribute = find(name);
    const next = attribute === undefined ? value : await sealValue(owner, attribute, value, policy);
    if (next !== nothing) sealed.push([name, next]);
  }
  // fromEntries defines own properties, so a key such as `__proto__` stays data.
  return Object.fromEntries(sealed);
}

function holdsSecrets(model: ResourceModel): boolean {
  return model.guarded.some((attribute) => attribute.secret);
}
