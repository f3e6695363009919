import { type ConnectionStore, issueToken } from '@scimkit/core';
import type { Settings } from './settings.ts';

/**
 * Prints what an admin has to paste into Okta. A token is shown when it is made and never again: only its digest is kept.
 *
 * @param origin - What stands before `/scim/v2/…` in the base URLs.
 * @param renew - Makes new tokens and revokes the old ones.
 */
export async function introduce(
  store: ConnectionStore,
  { orgs }: Settings,
  origin: string,
  renew: boolean,
): Promise<void> {
  for (const { slug, token: preset } of orgs) {
    const base = `${origin}/scim/v2/${slug}`;
    const minted = await tokenFor(store, slug, preset, renew);
    const known =
      preset === undefined
        ? 'as printed when it was made; --new-token makes a new one'
        : 'as set in SCIM_ORGS';
    console.log(`\n${slug}`);
    console.log(`  Base URL  ${base}`);
    console.log(`  Token     ${minted ?? known}`);
    console.log(`  Try       curl -H 'Authorization: Bearer ${minted ?? '<token>'}' '${base}/Users?count=2'`);
  }
  console.log('\nListening. Each request is a line below; Ctrl+C stops.\n');
}

/** Makes sure that the organisation has a token, and returns it if it was just minted. */
async function tokenFor(
  store: ConnectionStore,
  org: string,
  preset: string | undefined,
  renew: boolean,
): Promise<string | undefined> {
  const tenant = await store.tenantBySlug(org);
  const tokens = tenant === undefined ? [] : await store.tokens(tenant.id);
  const hasOne = tokens.some((token) => token.revokedAt === undefined);
  if (preset === undefined && hasOne && !renew) return undefined;
  const chosen = preset === undefined ? {} : { token: preset };
  const issued = await issueToken(store, { org, label: 'okta-server', revokeOthers: renew, ...chosen });
  return preset === undefined ? issued.token : undefined;
}
