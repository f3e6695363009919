import type { Expectation, Json } from '../replay/scenario.ts';
import { errorMessage, listResponse } from './urns.ts';

/** The `schemas` of a list (RFC 7644 section 3.4.2). */
export const isList = { $contains: [listResponse] };

/** The `schemas` of an error (RFC 7644 section 3.12). */
export const isError = { $contains: [errorMessage] };

/** An empty list with status 200: what a client needs before it dares to create something. */
export const noHit: Expectation = {
  status: 200,
  body: { schemas: isList, totalResults: 0 },
  absent: ['$.Resources[0]'],
};

/** The body of a list with one resource, its counters being JSON numbers. */
export function oneHit(resource: Json): Json {
  const counter = { $type: 'number' };
  return {
    schemas: isList,
    totalResults: 1,
    startIndex: counter,
    itemsPerPage: counter,
    Resources: [resource],
  };
}
