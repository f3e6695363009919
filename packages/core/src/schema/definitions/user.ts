import { defineResourceType } from '../define-resource-type.ts';
import { defineSchema } from '../define-schema.ts';
import { EnterpriseUserSchema } from './enterprise-user.ts';
import { display, placeType, primary, type } from './plural-parts.ts';

/**
 * The User schema with all errata applied.
 *
 * @see RFC 7643 sections 4.1 and 8.7.1
 */
export const UserSchema = defineSchema({
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'A user account.',
  attributes: {
    userName: {
      description: 'The name the user signs in with. Unique, whatever the letter case.',
      required: true,
      uniqueness: 'server',
      prepare: 'username',
    },
    name: {
      type: 'complex',
      description: "The user's name, whole and in parts.",
      subAttributes: {
        formatted: { description: 'The whole name, ready to be shown.' },
        familyName: {
          description: 'The family name; the last name in most Western languages.',
          roles: ['sort'],
          indexed: true,
        },
        givenName: { description: 'The given name; the first name in most Western languages.' },
        middleName: { description: 'Names in between.' },
        honorificPrefix: { description: 'What goes before the name, such as Ms. or Dr.' },
        honorificSuffix: { description: 'What follows the name, such as III.' },
      },
    },
    displayName: { description: 'The name that others see.', roles: ['display'] },
    nickName: { description: 'What the user is called informally.' },
    profileUrl: {
      type: 'reference',
      description: 'A page about the user.',
      referenceTypes: ['external'],
    },
    title: { description: 'The job title.' },
    userType: {
      description: 'How the user belongs to the organisation, for example Employee or Contractor.',
    },
    preferredLanguage: {
      description: 'The language to address the user in, for example en-US.',
      format: 'languageRange',
    },
    locale: {
      description: 'How dates, numbers and currency are written for the user, for example en-US.',
      format: 'languageTag',
    },
    timezone: {
      description: 'The time zone by its IANA name, for example America/Los_Angeles.',
      format: 'timeZone',
    },
    active: {
      type: 'boolean',
      description: 'Whether the account may be used.',
      roles: ['active'],
    },
    password: {
      description: 'A new password in clear. It can be set and is never returned.',
      mutability: 'writeOnly',
      returned: 'never',
      secret: true,
    },
    emails: {
      type: 'complex',
      multiValued: true,
      indexed: true,
      description: 'E-mail addresses.',
      subAttributes: {
        value: { description: 'An e-mail address.', format: 'email' },
        display,
        type: placeType,
        primary,
      },
    },
    phoneNumbers: {
      type: 'complex',
      multiValued: true,
      indexed: true,
      description: 'Phone numbers.',
      subAttributes: {
        value: { description: 'A phone number, best in the form of RFC 3966.', format: 'phone' },
        display,
        type: {
          description: 'What the number is for, for example work or mobile.',
          canonicalValues: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
        },
        primary,
      },
    },
    ims: {
      type: 'complex',
      multiValued: true,
      indexed: true,
      description: 'Addresses for instant messages.',
      subAttributes: {
        value: { description: 'An address for instant messages.' },
        display,
        type: {
          description: 'The service the address belongs to.',
          canonicalValues: ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'],
        },
        primary,
      },
    },
    photos: {
      type: 'complex',
      multiValued: true,
      description: 'Pictures of the user.',
      subAttributes: {
        value: {
          type: 'reference',
          description: 'Where the image file is, not a page that shows it.',
          referenceTypes: ['external'],
        },
        display,
        type: {
          description: 'The size of the picture: photo or thumbnail.',
          canonicalValues: ['photo', 'thumbnail'],
        },
        primary,
      },
    },
    addresses: {
      type: 'complex',
      multiValued: true,
      description: 'Postal addresses.',
      subAttributes: {
        formatted: { description: 'The whole address as on a label; it may have several lines.' },
        streetAddress: { description: 'Street, house number, post office box; it may have several lines.' },
        locality: { description: 'The city or town.' },
        region: { description: 'The state or region.' },
        postalCode: { description: 'The postal code.' },
        country: { description: 'The country, as two letters of ISO 3166-1.', format: 'country' },
        type: placeType,
        primary,
      },
    },
    groups: {
      type: 'complex',
      multiValued: true,
      description: 'The groups the user is in. They are changed through the groups.',
      mutability: 'readOnly',
      derivedFrom: 'memberOf',
      subAttributes: {
        value: { description: 'The id of the group.', caseExact: true, mutability: 'readOnly' },
        $ref: {
          type: 'reference',
          description: 'The URI of the group.',
          mutability: 'readOnly',
          referenceTypes: ['Group'],
        },
        display: { description: 'The name of the group.', mutability: 'readOnly' },
        type: {
          description: 'Whether the user is in the group itself or by way of another group.',
          canonicalValues: ['direct', 'indirect'],
          mutability: 'readOnly',
        },
      },
    },
    entitlements: {
      type: 'complex',
      multiValued: true,
      indexed: true,
      description: 'Things the user is entitled to.',
      subAttributes: {
        value: { description: 'An entitlement.' },
        display,
        type,
        primary,
      },
    },
    roles: {
      type: 'complex',
      multiValued: true,
      indexed: true,
      description: 'What the user is in the organisation, for example student or faculty.',
      subAttributes: {
        value: { description: 'A role.' },
        display,
        type,
        primary,
      },
    },
    x509Certificates: {
      type: 'complex',
      multiValued: true,
      description: 'Certificates issued to the user.',
      subAttributes: {
        value: {
          type: 'binary',
          description: 'One X.509 certificate: DER, in base64.',
          format: 'certificate',
        },
        display,
        type,
        primary,
      },
    },
  },
});

/**
 * The User resource type with the enterprise extension, which a resource may leave out.
 *
 * @see RFC 7643 section 4.1
 * @example
 * ```ts
 * import { type Infer, User } from '@scimkit/core';
 *
 * export function greet(user: Infer<typeof User>): string {
 *   return `Hello ${user.displayName ?? user.userName}`;
 * }
 * ```
 */
export const User = defineResourceType({
  name: 'User',
  endpoint: '/Users',
  description: 'User accounts.',
  schema: UserSchema,
  extensions: [{ schema: EnterpriseUserSchema, required: false }],
});
