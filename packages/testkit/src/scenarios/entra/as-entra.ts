import type { Json } from '../../replay/scenario.ts';
import { requestsAs } from '../requests.ts';
import { from } from '../steps.ts';
import { coreUser, enterpriseUser } from '../urns.ts';

const reading = { Accept: 'application/scim+json', Authorization: '${authorization}' };

/** Provisioning traffic of a Microsoft Entra tenant. */
export const asEntra = requestsAs({
  reading,
  writing: { ...reading, 'Content-Type': 'application/scim+json; charset=utf-8' },
});

/** A section of Microsoft's guide to developing a SCIM endpoint. */
export const guide = (section: string) => from('documented', `Microsoft SCIM guide, "${section}"`);

/** A section of Microsoft's page on known issues with SCIM 2.0 protocol compliance. */
export const knownIssue = (section: string) => from('documented', `Microsoft known issues, "${section}"`);

/** Requests copied from result files of the Microsoft SCIM validator. */
export const validator = from('observed', 'Microsoft SCIM validator, pranems/SCIMServer');

/**
 * A user as Entra creates it: the enterprise URN without such an object, a meta, and an empty roles array.
 */
export function entraUser(login: string, more: Readonly<Record<string, Json>> = {}): Json {
  return {
    schemas: [coreUser, enterpriseUser],
    externalId: login,
    userName: `${login}@example.com`,
    active: true,
    emails: [{ primary: true, type: 'work', value: `${login}@example.com` }],
    meta: { resourceType: 'User' },
    name: { formatted: 'Given Family', familyName: 'Family', givenName: 'Given' },
    roles: [],
    ...more,
  };
}
