import { fillText, fillVariables, type Variables } from './fill-variables.ts';
import { mergePatch } from './merge-patch.ts';
import type { StepRequest } from './scenario.ts';

/** A request with everything filled in, ready to be sent. */
export interface BuiltRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Makes the request of a step.
 *
 * @param request as the scenario writes it
 * @param baseUrl the SCIM base URL, with or without a slash at its end
 * @param variables values saved so far
 */
export function buildRequest(request: StepRequest, baseUrl: string, variables: Variables): BuiltRequest {
  const path = fillText(request.path, variables, encodeURIComponent);
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [name, fillText(value, variables)] as const,
  );
  const body = buildBody(request, variables);
  return {
    method: request.method,
    url: baseUrl.replace(/\/+$/, '') + path + buildQuery(request.query, variables),
    headers: Object.fromEntries(headers),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

function buildQuery(query: StepRequest['query'], variables: Variables): string {
  if (query === undefined) return '';
  if (typeof query === 'string') {
    const filled = fillText(query, variables, encodeURIComponent);
    return `?${filled.replaceAll(' ', '%20').replaceAll('"', '%22')}`;
  }
  const pairs = Object.entries(query).map(([name, value]) => {
    return `${encodeURIComponent(name)}=${encodeURIComponent(fillText(value, variables))}`;
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function buildBody(request: StepRequest, variables: Variables): unknown {
  if (request.bodyFrom === undefined) {
    return request.body === undefined ? undefined : fillVariables(request.body, variables);
  }
  const saved = variables.get(request.bodyFrom);
  return request.merge === undefined ? saved : mergePatch(saved, fillVariables(request.merge, variables));
}
