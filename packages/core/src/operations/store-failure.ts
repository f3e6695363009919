import { badRequest } from '../errors/bad-request.ts';
import { ScimError } from '../errors/scim-error.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { StoreError } from '../storage/store-error.ts';
import { storeOutage } from './store-outage.ts';

/**
 * Turns a store's error into the answer the client gets. The store's own words stay in the cause, for the log.
 *
 * @returns A `ScimError`, or the error itself when it is none of the store's.
 */
export function storeFailure(error: unknown, model: ResourceModel): unknown {
  if (!(error instanceof StoreError)) return error;
  switch (error.code) {
    case 'conflict': {
      const what = error.attribute === undefined ? 'of these unique values' : error.attribute.path;
      return new ScimError(409, `Another ${model.name} already has this ${what}.`, {
        scimType: 'uniqueness',
        cause: error,
      });
    }
    case 'version':
      return preconditionFailed(model);
    case 'unknownMember': {
      const names = error.members.slice(0, 5).map((id) => JSON.stringify(id.slice(0, 60)));
      const path = model.membership?.path ?? 'members';
      return badRequest(
        'invalidValue',
        `${path}: no member can be made of ${names.join(', ')}: unknown, of another type, or the ${model.name} itself.`,
      );
    }
    case 'invalid': {
      const what = error.attribute === undefined ? 'One of the values' : error.attribute.path;
      const why = error.reason ?? 'this server cannot store it';
      return new ScimError(400, `${what}: ${why}.`, { scimType: 'invalidValue', cause: error });
    }
    case 'refused':
      return new ScimError(
        409,
        `The ${model.name} cannot be changed like this: ${error.reason ?? 'the application refuses it'}.`,
        {
          cause: error,
        },
      );
    case 'tooMany':
      return badRequest(
        'tooMany',
        'The request needs more work than this server is willing to do at once: narrow the filter.',
      );
    case 'unsupported':
      return new ScimError(501, 'The storage behind this server cannot do this.', { cause: error });
    case 'busy':
    case 'unavailable':
      return storeOutage(error);
  }
}

/** 412: the resource has changed since the client read it. RFC 7644 section 3.14. */
export function preconditionFailed(model: ResourceModel): ScimError {
  return new ScimError(
    412,
    `The ${model.name} has changed since the version named in If-Match: read it again.`,
  );
}

/** 404 for a resource. The same words whether it never existed, was removed, or belongs to another tenant (TEN-08). */
export function notFound(model: ResourceModel): ScimError {
  return new ScimError(404, `There is no ${model.name} with this id.`);
}

/** Awaits a store call and translates its errors. */
export async function stored<T>(model: ResourceModel, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw storeFailure(error, model);
  }
}
