import type { Key } from '@scimkit/core';

/** What a statement with a filter is run with. */
export interface FilterArguments {
  readonly tenant: number;
  readonly type: number;
  readonly literals: readonly Key[];
}
