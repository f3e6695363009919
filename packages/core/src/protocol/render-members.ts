import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { Member, Membership } from '../storage/port.ts';
import { jsonString, jsonText } from './json-string.ts';
import { pathSegment } from './path-segment.ts';
import type { Site } from './render-resource.ts';

/**
 * The JSON text of a reference set. `$ref`, `type` and `display` are the server's to fill in (RES-18), as far as the
 * definition has them.
 */
export function renderMembers(site: Site, set: AttributeRef, members: readonly Member[]): string {
  return `[${renderElements(site, set, members)}]`;
}

/** The same without the brackets, for a set that is written in pages. */
export function renderElements(site: Site, set: AttributeRef, members: readonly Member[]): string {
  const type = set.byName.has('type');
  return renderReferences(site, set, members, (member) => (type ? member.type : undefined));
}

/** The JSON text of the derived side: `type` tells direct memberships from inherited ones (RES-14). */
export function renderMemberships(
  site: Site,
  derived: AttributeRef,
  memberships: readonly Membership[],
): string {
  const type = derived.byName.has('type');
  const elements = renderReferences(site, derived, memberships, (group) =>
    type ? (group.indirect === true ? 'indirect' : 'direct') : undefined,
  );
  return `[${elements}]`;
}

function renderReferences<Reference extends Member>(
  site: Site,
  attribute: AttributeRef,
  references: readonly Reference[],
  typeOf: (reference: Reference) => string | undefined,
): string {
  const withUrl = attribute.byName.has('$ref');
  const withDisplay = attribute.byName.has('display');
  // All of a list are mostly of one type: where they live is worked out when it changes.
  let type: string | undefined;
  let root = '';
  let text = '';
  for (const reference of references) {
    if (text !== '') text += ',';
    text += `{"value":${jsonString(reference.id)}`;
    if (withUrl) {
      if (reference.type !== type) {
        type = reference.type;
        root = rootOf(site, type);
      }
      text += `,"$ref":"${root}${pathSegment(reference.id)}"`;
    }
    const shown = typeOf(reference);
    if (shown !== undefined) text += `,"type":${jsonString(shown)}`;
    if (withDisplay && reference.display !== undefined) text += `,"display":${jsonString(reference.display)}`;
    text += '}';
  }
  return text;
}

/** The JSON text of the URL that ids of a type are appended to. What percent-encoding leaves of them needs no escapes. */
function rootOf(site: Site, type: string): string {
  return `${site.jsonBase}${site.catalog.byType.get(type)?.endpoint ?? `/${jsonText(type)}`}/`;
}
