import { badRequest } from '../errors/bad-request.ts';
import type { ListRequest } from '../operations/list-request.ts';
import type { ProjectionRequest } from '../operations/represent.ts';
import { given } from './given.ts';
import { pageNumber } from './page-number.ts';
import type { QueryParameters } from './parse-query.ts';

/**
 * Reads the parameters of a list from a query string. Unknown parameters are passed over (HTTP-12).
 *
 * @throws ScimError 400 `invalidValue` when a number is none, 400 `invalidSyntax` when a parameter is given twice.
 * @see RFC 7644 section 3.4.2
 */
export function readListRequest(parameters: QueryParameters): ListRequest {
  return {
    inUrl: true,
    ...given({
      filter: single(parameters, 'filter'),
      sortBy: single(parameters, 'sortBy') || undefined,
      sortOrder: single(parameters, 'sortOrder') || undefined,
      startIndex: integer(parameters, 'startIndex'),
      count: integer(parameters, 'count'),
      cursor: single(parameters, 'cursor'),
    }),
    ...readProjectionRequest(parameters),
  };
}

/** Reads `attributes` and `excludedAttributes`: comma-separated, blanks allowed, also repeated (PRJ-06). */
export function readProjectionRequest(parameters: QueryParameters): ProjectionRequest {
  return given({
    attributes: names(parameters, 'attributes'),
    excludedAttributes: names(parameters, 'excludedAttributes'),
  });
}

function single(parameters: QueryParameters, name: string): string | undefined {
  const values = parameters.get(name);
  if (values === undefined) return undefined;
  // Two filters could be read as "both" or as "the last one"; guessing wrong would show the wrong people.
  if (values.length > 1)
    throw badRequest('invalidSyntax', `The query parameter "${name}" may be given only once.`);
  return values[0];
}

function integer(parameters: QueryParameters, name: string): number | undefined {
  const text = single(parameters, name);
  if (text === undefined || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text.trim())) {
    throw badRequest('invalidValue', `The query parameter "${name}" has to be an integer.`);
  }
  return pageNumber(Number(text));
}

function names(parameters: QueryParameters, name: string): readonly string[] | undefined {
  const values = parameters.get(name);
  if (values === undefined) return undefined;
  const list = values.flatMap((value) => value.split(',')).map((value) => value.trim());
  const filled = list.filter((value) => value !== '');
  return filled.length === 0 ? undefined : filled;
}
