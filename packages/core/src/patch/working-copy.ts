import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { applyChange } from './apply-changes.ts';
import { equal } from './equal.ts';
import { type JsonPatchOperation, toPointer } from './json-patch-operation.ts';
import { orderKeys } from './order-keys.ts';

/** Where something is in a document: property names, and indexes of list elements. */
export type Place = readonly (string | number)[];

type Container = Record<string | number, unknown>;

/**
 * A document under change. It begins as the stored document itself; a container is copied when something in it is
 * changed for the first time, so that what was stored, and the values in the list of changes, stay as they are.
 *
 * Every change goes through `emit`, which writes it down as an RFC 6902 operation and has it applied.
 */
export class WorkingCopy {
  /** The document as it is by now. */
  document: Readonly<Record<string, unknown>>;
  /** What has been done so far, in order. */
  readonly changes: JsonPatchOperation[] = [];
  /** Attributes that lost their value at some point. */
  readonly cleared = new Set<AttributeRef>();

  private readonly model: ResourceModel;
  /** Copies made here. Only these may be changed in place. */
  private readonly owned = new Set<object>();
  private visitsLeft: number;

  constructor(model: ResourceModel, document: Readonly<Record<string, unknown>>, maxVisits: number) {
    this.model = model;
    this.document = document;
    this.visitsLeft = maxVisits;
  }

  /** What is at a place; `undefined` when there is nothing. */
  at(place: Place): unknown {
    let value: unknown = this.document;
    for (const step of place) {
      if (!isContainer(value) || !Object.hasOwn(value, step)) return undefined;
      value = value[step];
    }
    return value ?? undefined;
  }

  /** The elements of a list. */
  list(place: Place): readonly unknown[] {
    const value = this.at(place);
    return Array.isArray(value) ? value : [];
  }

  /** Counts elements that are looked at, and stops a message that makes too much work of it. */
  visit(count: number): void {
    this.visitsLeft -= count;
    if (this.visitsLeft < 0) {
      throw badRequest(
        'tooMany',
        'The operations of this message go through too many values; send them in several.',
      );
    }
  }

  /** Puts a value at a place, with whatever has to be around it. Nothing happens when it is there already. */
  set(place: Place, value: unknown): void {
    let depth = 0;
    let holder: unknown = this.document;
    for (; depth < place.length - 1; depth += 1) {
      const next = stepInto(holder, place[depth]);
      if (!isContainer(next)) break;
      holder = next;
    }
    const before = stepInto(holder, place[depth]);
    const after = place.slice(depth + 1).reduceRight((inner, step) => ({ [step]: inner }), value);
    if (before !== undefined && equal(before, after)) return;
    this.emit(before === undefined ? 'add' : 'replace', place.slice(0, depth + 1), after);
  }

  /** Adds elements at the end of a list. */
  append(place: Place, element: unknown): void {
    if (this.list(place).length === 0) this.set(place, [element]);
    else this.emit('add', [...place, '-'], element);
  }

  /** Takes away what is at a place, and what is left empty around it (REP-14). */
  remove(place: Place): void {
    if (this.at(place) === undefined) return;
    let end = place.length;
    while (end > 1 && Object.keys(this.at(place.slice(0, end - 1)) ?? {}).length === 1) end -= 1;
    this.emit('remove', place.slice(0, end));
  }

  /** Takes elements out of a list: one by one when they are few, else by a list without them. */
  removeElements(place: Place, indexes: readonly number[]): void {
    const list = this.list(place);
    if (indexes.length === list.length) this.remove(place);
    else if (indexes.length <= 8) for (const index of indexes.toReversed()) this.remove([...place, index]);
    else {
      const gone = new Set(indexes);
      this.set(
        place,
        list.filter((_, index) => !gone.has(index)),
      );
    }
  }

  private emit(op: JsonPatchOperation['op'], place: Place, value?: unknown): void {
    const path = toPointer(place);
    const change: JsonPatchOperation = op === 'remove' ? { op, path } : { op, path, value };
    applyChange(this.own(place.slice(0, -1)), change);
    this.changes.push(change);
    if (op === 'add') this.sort(place.slice(0, -1));
  }

  /** Copies the containers on the way to a place that are not copies yet. Returns the document, which is one. */
  private own(place: Place): Record<string, unknown> {
    const root = this.ownOne(this.document);
    this.document = root;
    let holder: Container = root;
    for (const step of place) {
      const child = stepInto(holder, step);
      if (!isContainer(child)) break;
      const copy = this.ownOne(child);
      holder[step] = copy;
      holder = copy;
    }
    return root;
  }

  private ownOne(container: Container): Container {
    if (this.owned.has(container)) return container;
    const copy: Container = Array.isArray(container)
      ? // A list is a container whose keys are its indexes.
        (container.slice() as unknown as Container)
      : { ...container };
    this.owned.add(copy);
    return copy;
  }

  /** A new key stands last; the order of the definition gives equal documents equal text. */
  private sort(place: Place): void {
    const container = this.at(place);
    if (!isContainer(container) || Array.isArray(container)) return;
    const sorted = orderKeys(container, this.attributesAt(place));
    if (sorted === container) return;
    this.owned.add(sorted);
    const last = place.at(-1);
    if (last === undefined) this.document = sorted;
    else {
      const holder = this.at(place.slice(0, -1));
      if (isContainer(holder)) holder[last] = sorted;
    }
  }

  private attributesAt(place: Place): readonly AttributeRef[] {
    let attributes = this.model.attributes;
    for (const step of place) {
      if (typeof step === 'string')
        attributes = attributes.find(({ name }) => name === step)?.subAttributes ?? [];
    }
    return attributes;
  }
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function stepInto(holder: unknown, step: string | number | undefined): unknown {
  if (!isContainer(holder) || step === undefined || !Object.hasOwn(holder, step)) return undefined;
  return holder[step] ?? undefined;
}
