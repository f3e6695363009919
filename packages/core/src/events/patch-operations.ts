import type { ProvisioningEvent } from '../storage/provisioning-event.ts';

/** An operation of a PATCH. */
interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * A PATCH that makes of the resource before what it is after. Attributes are replaced as a whole; a secret is not in the
 * event, so neither is it here.
 *
 * @see RFC 7644 section 3.5.2
 */
export function patchOperations(event: ProvisioningEvent): readonly Operation[] {
  const { changed, before, after, memberAttribute, added, removed } = event;
  const operations: Operation[] = [];
  for (const path of changed) {
    if (path === memberAttribute || path === 'schemas') continue;
    if (after !== undefined && Object.hasOwn(after, path)) {
      operations.push({ op: 'replace', path, value: after[path] });
    } else if (before !== undefined && Object.hasOwn(before, path)) {
      operations.push({ op: 'remove', path });
    }
  }
  if (memberAttribute === undefined) return operations;
  for (const { id } of removed) {
    operations.push({ op: 'remove', path: `${memberAttribute}[value eq ${JSON.stringify(id)}]` });
  }
  if (added.length > 0) {
    const value = added.map(({ id, type }) => ({ value: id, type }));
    operations.push({ op: 'add', path: memberAttribute, value });
  }
  return operations;
}
