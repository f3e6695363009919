import type { ReadOptions } from '../schema/read-document.ts';
import type { Context } from './context.ts';

/** How bodies are read for this caller: the client profile's tolerance and the store's bounds. */
export function readOptions(context: Context): ReadOptions {
  return {
    ...context.caller.tolerance.read(context.fired),
    maxKeyLength: context.server.store.supports.maxKeyLength,
  };
}
