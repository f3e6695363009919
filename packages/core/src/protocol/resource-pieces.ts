import type { Referred, Representation } from '../operations/context.ts';
import type { MemberPages } from '../operations/member-pages.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Stored } from '../storage/port.ts';
import { jsonString } from './json-string.ts';
import { openResource } from './open-resource.ts';
import type { Site } from './render-resource.ts';

/** A resource, and how it is shown. */
interface Shown {
  readonly model: ResourceModel;
  readonly stored: Stored;
  readonly representation: Representation;
}

/** Has it members that are not at hand? */
export function comesInPieces({ model, stored }: Shown): boolean {
  return stored.membersNext !== undefined && model.membership !== undefined;
}

/**
 * The text of a resource, piece by piece: everything up to the first members, one piece for each further page of them, and
 * what comes after. Put together they are what `renderResource` makes of the whole set.
 */
export async function* resourcePieces(
  site: Site,
  { model, stored, representation }: Shown,
  pages: MemberPages,
  assigned: ReadonlySet<AttributeRef> | undefined,
  referred: Referred | undefined,
): AsyncGenerator<string, void> {
  const { head, name, elements, tail } = openResource(
    site,
    model,
    stored,
    representation,
    assigned,
    referred,
  );
  let text = `{${head}`;
  let isEmpty = head === '';
  let isOpen = false;
  for await (const page of pages(model, stored)) {
    const more = elements(page);
    // A projection may leave nothing of a whole page, and a list without elements is not shown at all.
    if (more === '') continue;
    const begin = isOpen ? ',' : `${isEmpty ? '' : ','}${jsonString(name)}:[`;
    yield `${text}${begin}${more}`;
    [text, isEmpty, isOpen] = ['', false, true];
  }
  if (isOpen) text += ']';
  yield `${text}${tail === '' || isEmpty ? tail : `,${tail}`}}`;
}
