import { badRequest } from '../errors/bad-request.ts';
import { splitPath } from '../filter/split-path.ts';
import type { PatchOperation } from '../patch/patch-operation.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { remember } from '../schema/remember.ts';
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

/** What stands in place of a secret; {@link nothing} leaves it out. */
type Replace = (attribute: AttributeRef, value: unknown) => unknown;

const nothing = Symbol('nothing');

/**
 * Replaces every secret of a document by what may be stored, or takes it out. Runs before anything else sees the
 * document, so that a store never gets a password in clear (RES-04).
 *
 * @returns A copy, or the document itself when nothing in it is a secret.
 */
export async function sealDocument<Document extends object>(
  owner: SecretOwner,
  document: Document,
  policy: Policy,
): Promise<Document> {
  // Names in a document are canonical, so that looking for the few that matter spares looking at all the others.
  const present = secretHolders(owner.model).filter(({ name }) => Object.hasOwn(document, name));
  if (present.length === 0) return document;
  const sealed = await sealWith(owner, policy, (replace) => sealHolders(present, document, replace));
  // Only values of string attributes have been replaced by strings, or left out.
  return sealed as Document;
}

/** @returns The document itself when nothing is replaced. */
function sealHolders(holders: readonly AttributeRef[], document: object, replace: Replace): object {
  let sealed: Readonly<Record<string, unknown>> = { ...document };
  let same = true;
  for (const holder of holders) {
    const { [holder.name]: value, ...others } = sealed;
    const next = sealValue(holder, value, replace);
    if (next === value) continue;
    same = false;
    sealed = next === nothing ? others : { ...sealed, [holder.name]: next };
  }
  return same ? document : sealed;
}

/** The same for the operations of a PATCH; an operation that is about nothing but ignored secrets is left out. */
export async function sealOperations(
  owner: SecretOwner,
  operations: readonly PatchOperation[],
  policy: Policy,
): Promise<readonly PatchOperation[]> {
  const { model } = owner;
  if (secretHolders(model).length === 0) return operations;
  return sealWith(owner, policy, (replace) =>
    operations.flatMap((operation) => sealOperation(model, operation, policy, replace) ?? []),
  );
}

/**
 * Has something rewritten with what the policy makes of its secrets. A policy may take its time over each, so they are
 * looked for first and put in place afterwards: most writes have none and wait for nothing.
 */
function sealWith<T>(owner: SecretOwner, policy: Policy, rewrite: (replace: Replace) => T): T | Promise<T> {
  return policy === 'ignore' ? rewrite(() => nothing) : sealBy(policy, owner, rewrite);
}

async function sealBy<T>(
  policy: SealSecret,
  owner: SecretOwner,
  rewrite: (replace: Replace) => T,
): Promise<T> {
  const secrets: { readonly attribute: AttributeRef; readonly value: string }[] = [];
  const same = rewrite((attribute, value) => {
    if (isSecretValue(value)) secrets.push({ attribute, value });
    return value;
  });
  if (secrets.length === 0) return same;
  const sealed: unknown[] = [];
  const { scope, model, id } = owner;
  for (const { attribute, value } of secrets) {
    const { path } = attribute;
    const given = { scope, type: model.name, path, value: prepareSecret(value, path) };
    sealed.push((await policy(id === undefined ? given : { ...given, id })) ?? nothing);
  }
  // In the same order as they were found.
  const next = sealed.values();
  return rewrite((_, value) => (isSecretValue(value) ? next.next().value : value));
}

/** Anything else is left as it is, for the reader of values to refuse. */
function isSecretValue(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function sealOperation(
  model: ResourceModel,
  operation: PatchOperation,
  policy: Policy,
  replace: Replace,
): PatchOperation | undefined {
  const { path, value } = operation;
  if (path === undefined || path === '') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return operation;
    const sealed = sealParts(value, (name) => resolveAttribute(model, name), replace);
    if (sealed === value) return operation;
    return Object.keys(sealed).length === 0 ? undefined : { ...operation, value: sealed };
  }
  const target = targetOf(model, path);
  if (target === undefined || !isSecretOrHoldsOne(target)) return operation;
  // Removing a secret needs no policy, unless secrets are ignored altogether: then there is none to remove.
  if (operation.op === 'remove') return target.secret && policy === 'ignore' ? undefined : operation;
  const sealed = sealValue(target, value, replace);
  if (sealed === nothing) return undefined;
  return sealed === value ? operation : { ...operation, value: sealed };
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

/** @returns The parts themselves when nothing is replaced. */
function sealParts(parts: object, find: Finder, replace: Replace): object {
  const entries = Object.entries(parts);
  let sealed: [string, unknown][] | undefined;
  for (const [index, [name, value]] of entries.entries()) {
    const attribute = find(name);
    const next =
      attribute === undefined || !isSecretOrHoldsOne(attribute)
        ? value
        : sealValue(attribute, value, replace);
    if (next !== value) sealed ??= entries.slice(0, index);
    if (next !== nothing) sealed?.push([name, next]);
  }
  // fromEntries defines own properties, so a key such as `__proto__` stays data.
  return sealed === undefined ? parts : Object.fromEntries(sealed);
}

function sealValue(attribute: AttributeRef, value: unknown, replace: Replace): unknown {
  if (attribute.secret) return sealSecret(attribute, value, replace);
  if (!Array.isArray(value)) return sealElement(attribute, value, replace);
  const elements = value.map((element) => sealElement(attribute, element, replace));
  return elements.every((element, index) => element === value[index]) ? value : elements;
}

/** Lenient profiles take a list of one for the one, after this: so what stands in a list is a secret as well. */
function sealSecret(attribute: AttributeRef, value: unknown, replace: Replace): unknown {
  if (!Array.isArray(value) || value.length === 0) return replace(attribute, value);
  const elements = value.map((each) => replace(attribute, each)).filter((each) => each !== nothing);
  return elements.length === 0 ? nothing : elements;
}

function sealElement(attribute: AttributeRef, value: unknown, replace: Replace): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // No list is a value. Going into it would let the sender say how deep this function calls itself.
  if (Array.isArray(value)) throw badRequest('invalidValue', `${attribute.path}: a list cannot hold lists.`);
  return sealParts(value, (name) => attribute.byName.get(name.toLowerCase()), replace);
}

/** Everything else is passed over unseen. */
const isSecretOrHoldsOne: (attribute: AttributeRef) => boolean = remember(
  ({ secret, subAttributes }: AttributeRef): boolean => secret || subAttributes.some(isSecretOrHoldsOne),
);

/** Top-level attributes with a secret, or an extension with one. */
const secretHolders = remember((model: ResourceModel) => model.attributes.filter(isSecretOrHoldsOne));
