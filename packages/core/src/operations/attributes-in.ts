import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { StoredDocument } from '../storage/port.ts';

const none: ReadonlySet<AttributeRef> = new Set();

/**
 * The attributes a body assigned, at every level. Only asked for where it matters: `returned: request` shows an attribute
 * in the answer to the write that named it (CHR-16).
 */
export function attributesIn(model: ResourceModel, document: StoredDocument): ReadonlySet<AttributeRef> {
  if (!model.guarded.some((attribute) => attribute.returned === 'request')) return none;
  const found = new Set<AttributeRef>();
  collect(model.attributes, document, found);
  return found;
}

function collect(attributes: readonly AttributeRef[], parts: StoredDocument, found: Set<AttributeRef>): void {
  for (const attribute of attributes) {
    if (!Object.hasOwn(parts, attribute.name)) continue;
    found.add(attribute);
    const value = parts[attribute.name];
    for (const element of Array.isArray(value) ? value : [value]) {
      // Canonical documents hold records where an attribute has parts.
      if (attribute.subAttributes.length > 0)
        collect(attribute.subAttributes, element as StoredDocument, found);
    }
  }
}
