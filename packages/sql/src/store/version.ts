import { StoreError } from '@scimkit/core';
import { type Head, versionOf } from './stored-row.ts';

/** Versions only grow. Their steps are random, so that one that was rolled back is not taken again. */
const longestStep = 0x1_0000;
/** The first version of a resource is random, so that an id that is used again does not get its old versions. */
const latestStart = 0x1_0000_0000;

/** A resource's first version. */
export function firstVersion(): number {
  return Math.floor(Math.random() * latestStart) + 1;
}

/** How far the next version is from the current one. */
export function versionStep(): number {
  return Math.floor(Math.random() * longestStep) + 1;
}

/** @throws StoreError `version` when the resource is at another one than expected. */
export function ensureVersion(row: Pick<Head, 'version'>, expected: string | undefined): void {
  const version = versionOf(row);
  if (expected === undefined || expected === version) return;
  throw new StoreError('version', `The resource is at version ${version}, not at the one named.`);
}
