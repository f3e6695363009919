import { type AttributeRef, StoreError, type TypeName } from '@scimkit/core';

/**
 * A write inside a transaction that would leave a resource without keys which others look for. They have to be told
 * before, and the transaction begun again.
 */
export class Unadmitted extends StoreError {
  readonly type: TypeName;
  readonly keyed: readonly AttributeRef[];

  constructor(type: TypeName, keyed: readonly AttributeRef[]) {
    super(
      'busy',
      `Other processes search ${type} by attributes that the definitions of this one do not index. They are being told; try again in a second.`,
    );
    this.type = type;
    this.keyed = keyed;
  }
}
