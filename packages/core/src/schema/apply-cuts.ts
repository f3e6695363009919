import type { AttributeRef } from './attribute-ref.ts';
import type { Cuts } from './compile-cuts.ts';
import { isRecord } from './is-record.ts';

/** Cuts one object; `undefined` when nothing is left of it. */
export function cutObject(
  cuts: Cuts,
  source: Readonly<Record<string, unknown>>,
  requested: ReadonlySet<AttributeRef> | undefined,
): Record<string, unknown> | undefined {
  const result: Record<string, unknown> = {};
  let empty = true;
  for (const name of Object.keys(source)) {
    const shown = cuts.get(name);
    // What the definition no longer knows is not shown: nothing says that it may be.
    if (shown === undefined || (shown.ifRequested && requested?.has(shown.attribute) !== true)) continue;
    const value = shown.parts === undefined ? source[name] : cutValue(shown.parts, source[name], requested);
    if (value === undefined) continue;
    result[name] = value;
    empty = false;
  }
  return empty ? undefined : result;
}

function cutValue(cuts: Cuts, value: unknown, requested: ReadonlySet<AttributeRef> | undefined): unknown {
  if (!Array.isArray(value)) return isRecord(value) ? cutObject(cuts, value, requested) : undefined;
  const elements: unknown[] = [];
  for (const element of value) {
    const rest = isRecord(element) ? cutObject(cuts, element, requested) : undefined;
    if (rest !== undefined) elements.push(rest);
  }
  return elements.length === 0 ? undefined : elements;
}
