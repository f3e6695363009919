import type { PatchOperation } from '../../patch/patch-operation.ts';
import type { AttributeRef } from '../../schema/attribute-ref.ts';
import { isRecord } from '../../schema/is-record.ts';
import { resolveAttribute } from '../../schema/resolve-attribute.ts';
import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"Add","path":"roles","value":[
 *   {"value":"{\"id\":\"06b07648-ecfe-589f-9d2f-6325724a46ee\",\"value\":\"Admin\",\"displayName\":\"Admin\"}"}]}
 * ```
 *
 * Microsoft Entra ID, "Customize application attributes", AppRoleAssignmentsComplex: each role is a string that holds a
 * JSON object. The object takes the place of the element; its `displayName` is the `display` of RFC 7643.
 *
 * A role may well be named by a string of JSON, so this is only for connections that are known to be Entra's.
 */
export const stringOfJson = Object.freeze<Rewrite>({
  name: 'string-of-json',
  evidence: 'Microsoft Entra ID ("Customize application attributes")',
  operations: (operations, model) => {
    let rewritten = false;
    const next = operations.map((operation) => {
      const list = operation.path === undefined ? undefined : resolveAttribute(model, operation.path);
      if (list === undefined || !holdsValues(list)) return operation;
      const value = unpackAll(operation.value, list);
      if (value === operation.value) return operation;
      rewritten = true;
      return { ...operation, value } satisfies PatchOperation;
    });
    return rewritten ? next : operations;
  },
});

function holdsValues(attribute: AttributeRef): boolean {
  const isList = attribute.multiValued && attribute.type === 'complex' && attribute.memberTypes === undefined;
  return isList && attribute.byName.get('value')?.type === 'string';
}

function unpackAll(value: unknown, list: AttributeRef): unknown {
  if (!Array.isArray(value)) return unpack(value, list);
  const unpacked = value.map((element) => unpack(element, list));
  return unpacked.every((element, index) => element === value[index]) ? value : unpacked;
}

/** The element itself when it is not one of these. */
function unpack(element: unknown, list: AttributeRef): unknown {
  if (!isRecord(element) || typeof element.value !== 'string') return element;
  const packed = parseObject(element.value);
  if (typeof packed?.value !== 'string') return element;
  const parts = Object.entries(packed).map(([name, part]): [string, unknown] => [
    name.toLowerCase() === 'displayname' ? 'display' : name.toLowerCase(),
    part,
  ]);
  const known = parts.filter(([name]) => list.byName.has(name));
  return { ...element, ...Object.fromEntries(known) };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    // Text that begins with a brace and is no JSON is a value like any other.
    return undefined;
  }
}
