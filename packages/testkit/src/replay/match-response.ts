import { describeValue } from './describe-value.ts';
import { fillText, fillVariables, type Variables } from './fill-variables.ts';
import { isUnassigned, type Mismatch, matchBody } from './match-body.ts';
import { readJsonPath } from './read-json-path.ts';
import type { HttpResponse } from './report.ts';
import type { Expectation } from './scenario.ts';

/**
 * Compares an answer with what a step expects.
 *
 * @returns what is wrong; empty when everything matches
 */
export function matchResponse(expect: Expectation, response: HttpResponse, variables: Variables): Mismatch[] {
  const statuses = [expect.status].flat();
  const mismatches: Mismatch[] = [];
  if (!statuses.includes(response.status)) {
    const got = `got ${response.status}${errorDetail(response.body)}`;
    mismatches.push({ path: 'status', text: `expected ${statuses.join(' or ')}, ${got}` });
    // Whatever an error body lacks follows from the status and would only hide it.
    if (response.status >= 300) return mismatches;
  }
  for (const [name, prefix] of Object.entries(expect.headers ?? {})) {
    const expected = fillText(prefix, variables);
    const actual = response.headers[name.toLowerCase()];
    if (actual?.startsWith(expected)) continue;
    mismatches.push({ path: `header ${name}`, text: `expected ${expected}, got ${actual ?? 'nothing'}` });
  }
  const hasClaims = expect.body !== undefined || (expect.absent ?? []).length > 0;
  if (response.status === 204 || !hasClaims) return mismatches;

  const body = parseBody(response.body);
  if (body === undefined) {
    const got = response.body === '' ? 'no body' : describeValue(response.body);
    return [...mismatches, { path: '$', text: `expected a JSON body, got ${got}` }];
  }
  if (expect.body !== undefined) mismatches.push(...matchBody(fillVariables(expect.body, variables), body));
  for (const path of expect.absent ?? []) {
    const value = readJsonPath(body, path);
    if (!isUnassigned(value))
      mismatches.push({ path, text: `expected nothing, got ${describeValue(value)}` });
  }
  return mismatches;
}

/** Parses a JSON body; `undefined` when it is none. */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // JSON.parse returns any; unknown makes every reader check
  } catch {
    return undefined;
  }
}

function errorDetail(text: string): string {
  const body = parseBody(text);
  const scimType = readJsonPath(body, '$.scimType');
  const detail = readJsonPath(body, '$.detail');
  const parts = [scimType, detail].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(': ')})`;
}
