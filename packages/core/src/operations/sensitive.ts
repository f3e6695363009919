import { ScimError } from '../errors/scim-error.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { resolveAttribute } from '../schema/resolve-attribute.ts';
import type { Catalog } from '../schema/resource-model.ts';

/**
 * Looks up the attributes of `policies.sensitiveFilters` in all types that have them.
 *
 * @throws TypeError for a name that no type knows: a rule that never applies would look like protection.
 */
export function compileSensitive(catalog: Catalog, names: readonly string[]): ReadonlySet<AttributeRef> {
  const sensitive = new Set<AttributeRef>();
  for (const name of names) {
    const found = catalog.models.flatMap((model) => resolveAttribute(model, name) ?? []);
    if (found.length === 0) {
      throw new TypeError(`policies.sensitiveFilters: no resource type has an attribute "${name}".`);
    }
    for (const attribute of found) sensitive.add(attribute);
  }
  return sensitive;
}

/**
 * URLs end up in the logs of every proxy on the way, so a filter on sensitive attributes has no place there, whatever
 * becomes of it: `id pr or phoneNumbers pr` is true of everybody, and still in the logs.
 *
 * @param attribute - One that the filter asks about, as it was written.
 * @throws ScimError 403 `sensitive` when it is sensitive or a part of something sensitive.
 * @see RFC 7644 section 7.5.2
 */
export function refuseSensitive(sensitive: ReadonlySet<AttributeRef>, attribute: AttributeRef): void {
  for (let at: AttributeRef | undefined = attribute; at !== undefined; at = at.parent) {
    if (!sensitive.has(at)) continue;
    throw new ScimError(
      403,
      `A filter on ${attribute.path} must not be in a URL: send it by POST to /.search.`,
      { scimType: 'sensitive' },
    );
  }
}
