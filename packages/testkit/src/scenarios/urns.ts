// The schema URNs of RFC 7643 section 8 and RFC 7644 section 8.2, in the spelling of the RFCs.
export const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseUser = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const listResponse = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const patchOpMessage = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const errorMessage = 'urn:ietf:params:scim:api:messages:2.0:Error';
