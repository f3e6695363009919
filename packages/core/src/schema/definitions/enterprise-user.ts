import { defineExtension } from '../define-extension.ts';

/**
 * The enterprise extension of User with all errata applied.
 *
 * @see RFC 7643 sections 4.3 and 8.7.1
 */
export const EnterpriseUserSchema = defineExtension({
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'What an employer records about a user.',
  attributes: {
    employeeNumber: { description: 'The number the organisation gave the person.', indexed: true },
    costCenter: { description: 'The cost center.' },
    organization: { description: 'The organisation.' },
    division: { description: 'The division.' },
    department: { description: 'The department.', indexed: true },
    manager: {
      type: 'complex',
      description: "The user's manager.",
      reference: true,
      subAttributes: {
        value: { description: "The id of the manager's User resource.", caseExact: true, indexed: true },
        $ref: {
          type: 'reference',
          description: "The URI of the manager's User resource.",
          referenceTypes: ['User'],
        },
        displayName: { description: "The manager's displayName.", mutability: 'readOnly' },
      },
    },
  },
});
