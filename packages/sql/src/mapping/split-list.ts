import { truth, writtenText } from './cell.ts';
import type { Child, Single } from './mapped-type.ts';
import { elementsOf, isProperties, own, type Properties } from './record.ts';

/** A row of a child table, as far as it is mapped. */
export interface ChildRow {
  readonly value: string;
  readonly type: string | null;
  readonly primary: boolean;
}

/** A list, taken apart. */
export interface SplitSingle {
  /** The value for the column. */
  readonly value: string | undefined;
  /** The other elements. */
  readonly others: readonly unknown[];
  /** What the column does not say of its element: where it stands, its type and its other parts. */
  readonly part: Properties | undefined;
}

/** Takes out the element that has a column. */
export function splitSingle({ asSingle }: Single, list: unknown): SplitSingle {
  const all: readonly unknown[] = Array.isArray(list) ? list : [];
  const at = chooseElement(all, asSingle);
  const chosen = all[at];
  if (!isProperties(chosen) || typeof chosen.value !== 'string') {
    return { value: undefined, others: all, part: undefined };
  }
  const { value, ...element } = chosen;
  return {
    value: String(value),
    others: all.filter((_, index) => index !== at),
    part: { at, element },
  };
}

function chooseElement(list: readonly unknown[], type: string): number {
  const has = (test: (element: Properties) => boolean) =>
    list.findIndex((each) => isProperties(each) && typeof each.value === 'string' && test(each));
  const wanted = type.toLowerCase();
  const typed = has((each) => typeof each.type === 'string' && each.type.toLowerCase() === wanted);
  if (typed >= 0) return typed;
  const primary = has((each) => each.primary === true);
  return primary >= 0 ? primary : has(() => true);
}

/** Puts the element of a column back. Of a value that only the application has written, no more is known than the mapping says. */
export function joinSingle(
  { asSingle }: Single,
  value: string | undefined,
  others: unknown,
  part: unknown,
): readonly unknown[] {
  const list: unknown[] = Array.isArray(others) ? [...others] : [];
  if (value === undefined || value === '') return list;
  const known = isProperties(part) && isProperties(part.element) ? part : undefined;
  const rest = known?.element;
  const noneIsPrimary = !elementsOf(list).some((element) => own(element, 'primary') === true);
  const element = isProperties(rest)
    ? { ...rest, value }
    : { value, type: asSingle, ...(noneIsPrimary ? { primary: true } : {}) };
  list.splice(typeof known?.at === 'number' ? known.at : 0, 0, element);
  return list;
}

/** A list as rows of a child table, and what the rows do not say. */
export interface SplitChild {
  readonly rows: readonly ChildRow[];
  readonly part: readonly Properties[];
}

/** Makes rows of a list. Elements without a value, or with one that is there already, are kept beside them. */
export function splitChild({ child, attribute }: Child, list: unknown): SplitChild {
  const rows: ChildRow[] = [];
  const part: Properties[] = [];
  const seen = new Set<string>();
  for (const element of elementsOf(list)) {
    const { value: shown, ...others } = element;
    const value = writtenText(shown, attribute.byName.get('value') ?? attribute, child.compare);
    if (typeof value !== 'string' || seen.has(value)) {
      part.push({ loose: element });
      continue;
    }
    seen.add(value);
    const rest: Properties = { ...others };
    const type = own(rest, 'type');
    if (child.type !== undefined && typeof type === 'string') delete rest.type;
    const primary = own(rest, 'primary') === true;
    if (child.primary !== undefined && primary) delete rest.primary;
    rows.push({ value, type: typeof type === 'string' ? type : null, primary });
    part.push({ value, rest, ...(shown === value ? {} : { shown }) });
  }
  return { rows, part };
}

/** Makes a list of rows, in the order that was remembered; rows that the application has added come last. */
export function joinChild({ child }: Child, rows: readonly unknown[], part: unknown): readonly unknown[] {
  const left = new Map<string, ChildRow>();
  for (const row of rows) {
    // A list of three for each row, which the statement made.
    const [value, type, primary] = Array.isArray(row) ? (row as readonly unknown[]) : [];
    if (value === null || value === undefined) continue;
    const text = String(value);
    left.set(text, { value: text, type: typeof type === 'string' ? type : null, primary: truth(primary) });
  }
  const list: unknown[] = [];
  for (const known of elementsOf(part)) {
    if (isProperties(known.loose)) list.push(known.loose);
    const value = typeof known.value === 'string' ? known.value : undefined;
    const row = value === undefined ? undefined : left.get(value);
    if (row === undefined) continue;
    left.delete(row.value);
    const shown = typeof known.shown === 'string' ? { ...row, value: known.shown } : row;
    list.push(elementOf(child, shown, isProperties(known.rest) ? known.rest : {}));
  }
  for (const row of left.values()) list.push(elementOf(child, row, {}));
  return list;
}

function elementOf(child: Child['child'], row: ChildRow, rest: Properties): Properties {
  return {
    ...rest,
    value: row.value,
    ...(child.type !== undefined && row.type !== null && row.type !== '' ? { type: row.type } : {}),
    ...(child.primary !== undefined && row.primary ? { primary: true } : {}),
  };
}
