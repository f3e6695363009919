import { makeProfile } from './make-profile.ts';
import type { Profile } from './profile.ts';
import { bodySchemasIncomplete } from './rewrites/body-schemas-incomplete.ts';
import { booleanString } from './rewrites/boolean-string.ts';
import { booleanStringInFilter } from './rewrites/boolean-string-in-filter.ts';
import { createOnNoMatch } from './rewrites/create-on-no-match.ts';
import { emptyStringClears } from './rewrites/empty-string-clears.ts';
import { emptyValueObjectClears } from './rewrites/empty-value-object-clears.ts';
import { listToSingle } from './rewrites/list-to-single.ts';
import { patchIdInValue } from './rewrites/patch-id-in-value.ts';
import { patchSchemasMissing } from './rewrites/patch-schemas-missing.ts';
import { pathsAsKeys } from './rewrites/paths-as-keys.ts';
import { removeWithValueArray } from './rewrites/remove-with-value-array.ts';
import { singleToList } from './rewrites/single-to-list.ts';
import { stringOfJson } from './rewrites/string-of-json.ts';
import { stringToComplex } from './rewrites/string-to-complex.ts';
import { stringToMember } from './rewrites/string-to-member.ts';
import { unknownAttributesIgnored } from './rewrites/unknown-attributes-ignored.ts';
import { unquotedFilter } from './rewrites/unquoted-filter.ts';

/** The names of the built-in profiles. */
export type ProfileName =
  | 'strict'
  | 'lenient'
  | 'okta'
  | 'entra'
  | 'onelogin'
  | 'jumpcloud'
  | 'ping'
  | 'authentik'
  | 'interop';

/** The letter of the RFCs. What clients do differently is refused with a sentence that says so. */
const strict = makeProfile({ name: 'strict' });

/**
 * What no correct request can mean differently: each of these gives a meaning to something that the RFCs refuse, or, like
 * an empty string, to something that is no value to them.
 */
const lenient = makeProfile({
  name: 'lenient',
  with: [
    listToSingle,
    singleToList,
    booleanString,
    booleanStringInFilter,
    stringToComplex,
    stringToMember,
    emptyValueObjectClears,
    emptyStringClears,
    patchSchemasMissing,
    patchIdInValue,
    pathsAsKeys,
    createOnNoMatch,
    removeWithValueArray,
    bodySchemasIncomplete,
    unknownAttributesIgnored,
  ],
});

/** Of a client nothing beyond `lenient` is known. It has a name so that what is learnt later reaches its connections. */
const asLenient = (name: string): Profile => makeProfile({ name, base: lenient });

/**
 * The built-in profiles, by name.
 *
 * - `strict`: the letter of RFC 7643 and RFC 7644, for conformance tests.
 * - `lenient`, the default: all rewrites that cannot change what a correct request means. Every client below works with it.
 * - `entra`: besides, roles that are strings of JSON, and filters without quotation marks.
 * - `okta`, `onelogin`, `jumpcloud`, `ping`, `authentik`: what is known about these clients is part of `lenient`.
 * - `interop`: stricter than the RFC in what draft-zollner-scim-interop-profile is stricter in: unknown attributes and
 *   schemas are refused, each operation of a PATCH has a path, a value filter is followed by a sub-attribute, and a replace
 *   of a complex attribute replaces it whole. Okta's path-less PATCH does not work with it.
 */
export const profiles: Readonly<Record<ProfileName, Profile>> = lookup({
  strict,
  lenient,
  okta: asLenient('okta'),
  entra: makeProfile({ name: 'entra', base: lenient, with: [stringOfJson, unquotedFilter] }),
  onelogin: asLenient('onelogin'),
  jumpcloud: asLenient('jumpcloud'),
  ping: asLenient('ping'),
  authentik: asLenient('authentik'),
  interop: makeProfile({ name: 'interop', switches: { replaceComplex: 'whole', interopSubset: true } }),
});

/** Names come from configurations: `constructor` is not to be found. */
function lookup(table: Record<ProfileName, Profile>): Readonly<Record<ProfileName, Profile>> {
  return Object.freeze(Object.setPrototypeOf(table, null));
}
