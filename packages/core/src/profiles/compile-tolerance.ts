import type { FilterContext } from '../filter/filter-context.ts';
import type { PatchOperation } from '../patch/patch-operation.ts';
import type { PatchOptions } from '../patch/patch-options.ts';
import type { ReadOptions } from '../schema/read-options.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Profile } from './profile.ts';

export interface Tolerance {
  readonly read: (fired: (name: string) => void) => Omit<ReadOptions, 'maxKeyLength'>;
  readonly patch: (fired: (name: string) => void) => {
    readonly requireSchema: boolean;
    readonly rewrite: (operations: readonly PatchOperation[], model: ResourceModel) => readonly PatchOperation[];
    readonly options: Omit<PatchOptions, 'read' | 'memberUri' | 'filter'>;
  };
  readonly filter: (fired: (name: string) => void) => FilterContext;
}
export function compileTolerance(_profile: Profile): Tolerance {
  return {
    read: () => ({ unknownAttributes: 'ignore', schemas: 'complete', dropValue: (value) => value === '' }),
    patch: () => ({
      requireSchema: false,
      rewrite: (operations) => operations,
      options: { onNoMatch: 'create', replaceComplex: 'merge', removeWithValue: 'select', pathsAsKeys: true, ignoreReadOnlyInValue: true },
    }),
    filter: () => ({}),
  };
}
