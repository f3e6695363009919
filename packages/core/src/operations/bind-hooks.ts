import type { Hooks } from './hooks.ts';

/**
 * The hooks as functions of their own. They may be methods of a class, which a copy of the object would leave out: a bulk
 * request that wraps `afterCommit` must not lose `authorize`.
 */
export function bindHooks(hooks: Hooks): Hooks {
  const { authorize, beforeWrite, afterCommit } = hooks;
  return {
    ...(authorize === undefined ? {} : { authorize: authorize.bind(hooks) }),
    ...(beforeWrite === undefined ? {} : { beforeWrite: beforeWrite.bind(hooks) }),
    ...(afterCommit === undefined ? {} : { afterCommit: afterCommit.bind(hooks) }),
  };
}
