import type { Json, StepRequest } from '../replay/scenario.ts';
import { patchOpMessage } from './urns.ts';

type Headers = StepRequest['headers'];

/** The headers a client sends, by what it does. What is not named is as in `writing` or `reading`. */
export interface HeaderPresets {
  readonly reading: Headers;
  readonly writing: Headers;
  readonly patching?: Headers;
  readonly deleting?: Headers;
}

/** Makes the request functions of a client, so that a step names its headers by naming the client. */
export function requestsAs({ reading, writing, patching = writing, deleting = reading }: HeaderPresets) {
  return {
    get: (path: string, query?: StepRequest['query']): StepRequest => ({
      method: 'GET',
      path,
      ...(query === undefined ? {} : { query }),
      headers: reading,
    }),
    post: (path: string, body: Json): StepRequest => ({ method: 'POST', path, headers: writing, body }),
    put: (path: string, body: Json): StepRequest => ({ method: 'PUT', path, headers: writing, body }),
    /** PUT of what an earlier step saved, with changes merged in. */
    putBack: (path: string, bodyFrom: string, merge: Json): StepRequest => ({
      method: 'PUT',
      path,
      headers: writing,
      bodyFrom,
      merge,
    }),
    patch: (path: string, body: Json): StepRequest => ({ method: 'PATCH', path, headers: patching, body }),
    delete: (path: string): StepRequest => ({ method: 'DELETE', path, headers: deleting }),
  };
}

/** A PATCH body (RFC 7644 section 3.5.2). */
export function patchOp(...operations: Json[]): Json {
  return { schemas: [patchOpMessage], Operations: operations };
}

/** The same request with other headers; `undefined` takes one away. */
export function changeHeaders(
  request: StepRequest,
  changes: Record<string, string | undefined>,
): StepRequest {
  const headers = Object.entries({ ...request.headers, ...changes });
  return {
    ...request,
    headers: Object.fromEntries(headers.flatMap(([name, v]) => (v === undefined ? [] : [[name, v]]))),
  };
}
