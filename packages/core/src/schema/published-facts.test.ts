import { describe, expect, it } from 'vitest';
import { compileCatalog } from './compile-catalog.ts';
import { Group } from './definitions/group.ts';
import { User } from './definitions/user.ts';
import { catalogSchemas, publishSchema } from './publish.ts';

/**
 * What RFC 7643 section 8.7 says about each attribute once the errata are applied, one line an attribute: path and type,
 * then whatever differs from the defaults of section 2.2.
 */
const facts: readonly { readonly id: string; readonly name: string; readonly attributes: string }[] = [
  {
    id: 'urn:ietf:params:scim:schemas:core:2.0:User',
    name: 'User',
    attributes: `
      userName string required unique=server
      name complex
      name.formatted string
      name.familyName string
      name.givenName string
      name.middleName string
      name.honorificPrefix string
      name.honorificSuffix string
      displayName string
      nickName string
      profileUrl reference exact refers=external
      title string
      userType string
      preferredLanguage string
      locale string
      timezone string
      active boolean
      password string writeOnly returned=never
      emails complex multi
      emails.value string
      emails.display string
      emails.type string values=work,home,other
      emails.primary boolean
      phoneNumbers complex multi
      phoneNumbers.value string
      phoneNumbers.display string
      phoneNumbers.type string values=work,home,mobile,fax,pager,other
      phoneNumbers.primary boolean
      ims complex multi
      ims.value string
      ims.display string
      ims.type string values=aim,gtalk,icq,xmpp,msn,skype,qq,yahoo
      ims.primary boolean
      photos complex multi
      photos.value reference exact refers=external
      photos.display string
      photos.type string values=photo,thumbnail
      photos.primary boolean
      addresses complex multi
      addresses.formatted string
      addresses.streetAddress string
      addresses.locality string
      addresses.region string
      addresses.postalCode string
      addresses.country string
      addresses.type string values=work,home,other
      addresses.primary boolean
      groups complex multi readOnly
      groups.value string exact readOnly
      groups.$ref reference exact readOnly refers=Group
      groups.display string readOnly
      groups.type string readOnly values=direct,indirect
      entitlements complex multi
      entitlements.value string
      entitlements.display string
      entitlements.type string
      entitlements.primary boolean
      roles complex multi
      roles.value string
      roles.display string
      roles.type string
      roles.primary boolean
      x509Certificates complex multi
      x509Certificates.value binary exact
      x509Certificates.display string
      x509Certificates.type string
      x509Certificates.primary boolean
    `,
  },
  {
    id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    name: 'EnterpriseUser',
    attributes: `
      employeeNumber string
      costCenter string
      organization string
      division string
      department string
      manager complex
      manager.value string exact
      manager.$ref reference exact refers=User
      manager.displayName string readOnly
    `,
  },
  {
    id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
    name: 'Group',
    attributes: `
      displayName string required
      members complex multi
      members.value string exact immutable
      members.$ref reference exact immutable refers=User,Group
      members.type string immutable values=User,Group
      members.display string readOnly
    `,
  },
  {
    id: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
    name: 'Service Provider Configuration',
    attributes: `
      documentationUri reference exact readOnly refers=external
      patch complex required readOnly
      patch.supported boolean required readOnly
      bulk complex required readOnly
      bulk.supported boolean required readOnly
      bulk.maxOperations integer required readOnly
      bulk.maxPayloadSize integer required readOnly
      filter complex required readOnly
      filter.supported boolean required readOnly
      filter.maxResults integer required readOnly
      changePassword complex required readOnly
      changePassword.supported boolean required readOnly
      sort complex required readOnly
      sort.supported boolean required readOnly
      etag complex required readOnly
      etag.supported boolean required readOnly
      authenticationSchemes complex multi required readOnly
      authenticationSchemes.type string required readOnly values=oauth,oauth2,oauthbearertoken,httpbasic,httpdigest
      authenticationSchemes.name string required readOnly
      authenticationSchemes.description string required readOnly
      authenticationSchemes.specUri reference exact readOnly refers=external
      authenticationSchemes.documentationUri reference exact readOnly refers=external
      authenticationSchemes.primary boolean readOnly
      pagination complex readOnly
      pagination.cursor boolean required readOnly
      pagination.index boolean required readOnly
      pagination.defaultPaginationMethod string readOnly values=cursor,index
      pagination.defaultPageSize integer readOnly
      pagination.maxPageSize integer readOnly
      pagination.cursorTimeout integer readOnly
      securityEvents complex readOnly
      securityEvents.asyncRequest string readOnly values=none,long,request
      securityEvents.eventUris string multi readOnly
    `,
  },
  {
    id: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
    name: 'ResourceType',
    attributes: `
      name string required exact readOnly unique=server
      description string readOnly
      endpoint reference required exact readOnly unique=server refers=uri
      schema reference required exact readOnly refers=uri
      schemaExtensions complex multi readOnly
      schemaExtensions.schema reference required exact readOnly refers=uri
      schemaExtensions.required boolean required readOnly
    `,
  },
  {
    id: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
    name: 'Schema',
    attributes: `
      name string required readOnly
      description string readOnly
      attributes complex multi required readOnly
      attributes.name string required exact readOnly
      attributes.type string required readOnly values=string,complex,boolean,decimal,integer,dateTime,reference,binary
      attributes.multiValued boolean required readOnly
      attributes.description string exact readOnly
      attributes.required boolean readOnly
      attributes.canonicalValues string multi exact readOnly
      attributes.caseExact boolean readOnly
      attributes.mutability string exact readOnly values=readOnly,readWrite,immutable,writeOnly
      attributes.returned string exact readOnly values=always,never,default,request
      attributes.uniqueness string exact readOnly values=none,server,global
      attributes.referenceTypes string multi exact readOnly
      attributes.subAttributes complex multi readOnly
      attributes.subAttributes.name string required exact readOnly
      attributes.subAttributes.type string required readOnly values=string,boolean,decimal,integer,dateTime,reference,binary
      attributes.subAttributes.multiValued boolean required readOnly
      attributes.subAttributes.description string exact readOnly
      attributes.subAttributes.required boolean readOnly
      attributes.subAttributes.canonicalValues string multi exact readOnly
      attributes.subAttributes.caseExact boolean readOnly
      attributes.subAttributes.mutability string exact readOnly values=readOnly,readWrite,immutable,writeOnly
      attributes.subAttributes.returned string exact readOnly values=always,never,default,request
      attributes.subAttributes.uniqueness string exact readOnly values=none,server,global
      attributes.subAttributes.referenceTypes string multi exact readOnly
    `,
  },
];

interface Published {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly description?: string;
  readonly required: boolean;
  readonly caseExact?: boolean;
  readonly mutability: string;
  readonly returned: string;
  readonly uniqueness?: string;
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Published[];
}

/** The same lines, from what is published. Every characteristic must be stated, so none is filled in here. */
function linesOf(attribute: Published, prefix = ''): string[] {
  const words = [
    `${prefix}${attribute.name}`,
    attribute.type,
    attribute.multiValued && 'multi',
    attribute.required && 'required',
    attribute.caseExact && 'exact',
    attribute.mutability !== 'readWrite' && attribute.mutability,
    attribute.returned !== 'default' && `returned=${attribute.returned}`,
    attribute.uniqueness && attribute.uniqueness !== 'none' && `unique=${attribute.uniqueness}`,
    attribute.canonicalValues && `values=${attribute.canonicalValues.join(',')}`,
    attribute.referenceTypes && `refers=${attribute.referenceTypes.join(',')}`,
  ];
  const parts = attribute.subAttributes ?? [];
  return [
    words.filter(Boolean).join(' '),
    ...parts.flatMap((part) => linesOf(part, `${prefix}${attribute.name}.`)),
  ];
}

const everyOne = (attributes: readonly Published[]): Published[] =>
  attributes.flatMap((attribute) => [attribute, ...everyOne(attribute.subAttributes ?? [])]);

const schemas = catalogSchemas(compileCatalog([User, Group]));

describe('published schemas', () => {
  it('are those of the resource types and of the service provider, each once', () => {
    expect(schemas.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
  });

  for (const fact of facts) {
    const schema = schemas.find(({ id }) => id === fact.id);
    const published = publishSchema(schema!, `https://example.com/scim/v2/Schemas/${fact.id}`) as {
      readonly attributes: readonly Published[];
    };

    it(`${fact.name}: every attribute is as in the RFC`, () => {
      const expected = fact.attributes
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      expect(published.attributes.flatMap((attribute) => linesOf(attribute))).toEqual(expected);
    });

    it(`${fact.name}: the document is a Schema resource`, () => {
      expect(published).toMatchObject({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
        id: fact.id,
        name: fact.name,
        meta: { resourceType: 'Schema', location: `https://example.com/scim/v2/Schemas/${fact.id}` },
      });
    });

    it(`${fact.name}: each characteristic is stated where it applies, and only there`, () => {
      for (const attribute of everyOne(published.attributes)) {
        const { type } = attribute;
        expect([attribute.name, typeof attribute.description]).toEqual([attribute.name, 'string']);
        expect('caseExact' in attribute, attribute.name).toBe(
          ['string', 'reference', 'binary'].includes(type),
        );
        expect('uniqueness' in attribute, attribute.name).toBe(
          ['string', 'reference', 'integer', 'decimal'].includes(type),
        );
        expect('subAttributes' in attribute, attribute.name).toBe(type === 'complex');
      }
    });
  }
});
