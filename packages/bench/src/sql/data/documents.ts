import { userIdOf } from './ids.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const given = ['Ada', 'Boris', 'Chloé', 'Dilnoza', 'Emeka', 'Freya', 'Goran', 'Hana', 'Ilse', 'João', 'Kaja'];
const family = ['Lovelace', 'Novák', 'Okafor', 'Petrova', 'Quintero', 'Rasmussen', 'Silva', 'Tanaka', 'Ueda'];
const titles = ['Software Engineer', 'Account Manager', 'Head of Research', 'Nurse', 'Support Specialist'];
const towns = ['Hamburg', 'São Paulo', 'Nairobi', 'Kyoto', 'Bergen', 'Portland', 'Kraków'];
const departments = ['Research and Development', 'Sales EMEA', 'Finance', 'Customer Success', 'Operations'];

/** A user of a loaded tenant, in the form in which the store keeps it. */
export type UserDocument = ReturnType<typeof userDocument>;

/** The name that a user signs in with. Capitals, because comparing without regard to case is part of the work. */
export function userNameOf(number: number, domain = 'Example.com'): string {
  return `Person.${number}@${domain}`;
}

/** Their address at work. */
export function workMailOf(number: number, domain?: string): string {
  return `First.Last.${number}@${domain ?? 'Mail.Example.com'}`;
}

export function externalIdOf(number: number, domain = ''): string {
  return `00u${number.toString(36).padStart(9, 'A')}${domain}5d7`;
}

/**
 * A user of about a kilobyte, as an identity provider with the enterprise extension sends it: three in two have a second
 * address, three in ten a second number.
 *
 * @param domain - What makes the user's names differ from those of loaded users.
 */
export function userDocument(number: number, domain?: string) {
  const [givenName, familyName] = [pick(given, number), pick(family, Math.floor(number / 7))];
  const town = pick(towns, Math.floor(number / 3));
  const extension = String(100 + (number % 900));
  return {
    schemas: [core, enterprise],
    externalId: externalIdOf(number, domain),
    userName: userNameOf(number, domain),
    name: { formatted: `${givenName} ${familyName}`, familyName, givenName },
    displayName: `${givenName} ${familyName}`,
    title: pick(titles, number),
    userType: 'Employee',
    preferredLanguage: 'en-US',
    locale: 'en-US',
    timezone: 'Europe/Berlin',
    active: number % 50 !== 0,
    emails: [
      { value: workMailOf(number, domain), type: 'work', primary: true },
      ...(number % 2 === 0 ? [{ value: `home.${number}@mail.example.org`, type: 'home' }] : []),
    ],
    phoneNumbers: [
      { value: `+49 40 555 ${1000 + (number % 9000)} ${extension}`, type: 'work' },
      ...(number % 10 < 3 ? [{ value: `+49 170 555${1000 + (number % 9000)}`, type: 'mobile' }] : []),
    ],
    addresses: [
      {
        streetAddress: `${1 + (number % 200)} Long Street, Building ${number % 9}`,
        locality: town,
        postalCode: String(10_000 + (number % 80_000)),
        country: 'DE',
        type: 'work',
        primary: true,
      },
    ],
    [enterprise]: {
      employeeNumber: `E-${number}${domain ?? ''}`,
      costCenter: `CC-${number % 300}`,
      organization: 'Example Corporation',
      division: 'Products and Services',
      department: pick(departments, Math.floor(number / 11)),
      manager: { value: userIdOf(number % 97) },
    },
  };
}

function pick(from: readonly string[], number: number): string {
  return from[number % from.length] ?? '';
}

/** A group, as the store keeps it. */
export function groupDocument(displayName: string) {
  return { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName };
}
