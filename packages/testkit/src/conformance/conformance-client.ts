import { describeValue } from '../replay/describe-value.ts';
import { sendRequest } from '../replay/send-request.ts';
import type { Target } from '../replay/target.ts';
import { type Answer, toAnswer } from './answer.ts';
import { expectStatus, ok } from './assertions.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { group, groupSchema, user, userSchema } from './messages.ts';

/** What a request has beside its method and path. */
export interface RequestParts {
  /** Sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** Added to the usual ones; `undefined` takes a usual one away: `{ authorization: undefined }`. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Encoded and put behind the path, which may have a query of its own. */
  readonly query?: Readonly<Record<string, string | number>>;
}

/** How a conformance case talks to the server. What it creates is remembered and removed after the case. */
export interface ConformanceClient {
  /** The SCIM base URL, without a slash at its end. */
  readonly baseUrl: string;
  /**
   * Sends a request below the base URL, with the credential.
   *
   * @throws ConformanceFailure when no answer comes.
   */
  send(method: string, path: string, parts?: RequestParts): Promise<Answer>;
  /** A name that nobody else uses: `prefix`, a dash, letters and digits. */
  unique(prefix: string): string;
  /** Creates a user, with a unique `userName` unless one is given, and returns the 201. */
  createUser(rest?: object): Promise<Answer>;
  /** Creates a group, with a unique `displayName` unless one is given, and returns the 201. */
  createGroup(rest?: object): Promise<Answer>;
}

/** A client that can say what happened and clean up. */
export interface OpenClient extends ConformanceClient {
  /** The latest answer, for a report. */
  readonly latest: () => Answer | undefined;
  /** Deletes what was created and is still there, the latest first. Returns the paths that could not be deleted. */
  removeCreated(): Promise<readonly string[]>;
}

/** Opens a client for one case. */
export function openClient(target: Target, timeoutMs: number): OpenClient {
  const baseUrl = target.baseUrl.replace(/\/+$/, '');
  const created = new Set<string>();
  let latest: Answer | undefined;

  const exchange = async (method: string, path: string, parts: RequestParts = {}): Promise<Answer> => {
    const { body, query } = parts;
    const at = path + queryText(query, path);
    const request = {
      method,
      url: baseUrl + at,
      headers: headersOf(target, parts),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const { response, failure } = await sendRequest(request, target.fetch ?? fetch, timeoutMs);
    if (response === undefined) throw new ConformanceFailure(`${method} ${at}: ${failure}.`);
    return toAnswer({
      method,
      path: at,
      status: response.status,
      headers: new Headers({ ...response.headers }),
      text: response.body,
    });
  };

  const client: OpenClient = {
    baseUrl,
    send: async (method, path, parts) => {
      latest = await exchange(method, path, parts);
      for (const location of createdBy(latest)) {
        if (location.startsWith(`${baseUrl}/`)) created.add(location.slice(baseUrl.length));
      }
      return latest;
    },
    unique: (prefix) => `${prefix}-${crypto.randomUUID().slice(0, 13)}`,
    createUser: async (rest) =>
      made(await client.send('POST', '/Users', { body: user(client.unique('user'), rest) }), userSchema),
    createGroup: async (rest) =>
      made(await client.send('POST', '/Groups', { body: group(client.unique('group'), rest) }), groupSchema),
    latest: () => latest,
    removeCreated: async () => {
      const left: string[] = [];
      for (const path of [...created].toReversed()) {
        const { status } = await exchange('DELETE', path).catch(() => ({ status: 0 }));
        if (status !== 404 && (status < 200 || status >= 300)) left.push(path);
      }
      return left;
    },
  };
  return client;
}

/** A 201 that shows the resource. Cases that look for what is *not* there would pass on an empty answer. */
function made(answer: Answer, schema: string): Answer {
  expectStatus(answer, 201);
  const shown = answer.textAt('id') !== '' && answer.listAt('schemas').includes(schema);
  ok(shown, `${answer.method} ${answer.path}: expected the resource, got ${describeValue(answer.text)}.`);
  return answer;
}

/** Where a POST put what it made: the location of one resource, or those of a bulk response. */
function createdBy(answer: Answer): readonly string[] {
  if (answer.method !== 'POST') return [];
  if (answer.status === 201) {
    return [answer.headers.get('location') ?? answer.textAt('meta', 'location')];
  }
  const operations = answer.listAt('Operations').map((_, index) => index);
  return operations
    .filter((index) => answer.textAt('Operations', index, 'status') === '201')
    .map((index) => answer.textAt('Operations', index, 'location'));
}

function headersOf(target: Target, { body, headers = {} }: RequestParts): Record<string, string> {
  const all: Record<string, string | undefined> = {
    accept: 'application/scim+json',
    authorization: target.authorization,
    ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
    ...headers,
  };
  return Object.fromEntries(
    Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

function queryText(query: RequestParts['query'], path: string): string {
  if (query === undefined) return '';
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return (path.includes('?') ? '&' : '?') + pairs.join('&');
}
