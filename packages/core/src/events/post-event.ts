import { DeliveryError } from './delivery-error.ts';

/** Where deliverers over HTTP send to, and how. */
export interface PostOptions {
  /** An `https:` URL; `http:` only for loopback addresses, unless `allowHttp` is set. */
  readonly url: string | URL;
  /** Sends to `http:` URLs anywhere: signatures keep others from changing an event, not from reading it. */
  readonly allowHttp?: boolean;
  /** Headers besides those of the message, for example `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * What sends the request; the runtime's `fetch` by default. Where customers choose the URL, one that refuses addresses of
   * your own network.
   */
  readonly fetch?: typeof globalThis.fetch;
}

/** A message that is posted. */
export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Makes a function that posts a message. Redirects are not followed: a signed body goes to the address that was agreed
 * on and nowhere else. Of the response only the status and `retry-after` are looked at; its body is not read.
 *
 * @throws TypeError for a URL that must not be sent to, or a header that cannot be sent; the function throws a {@link DeliveryError}.
 */
export function postTo(options: PostOptions): (post: Post) => Promise<void> {
  const url = checkedUrl(options);
  const own = checkedHeaders(options.headers ?? {});
  return async ({ headers, body, signal }) => {
    // Looked up at each call, so that an application may replace it.
    const send = options.fetch ?? fetch;
    let response: Response;
    try {
      response = await send(url.href, {
        method: 'POST',
        // The message's own headers come last: others must not stand in their place.
        headers: { ...own, ...headers },
        body,
        redirect: 'manual',
        signal,
      });
    } catch (cause) {
      throw new DeliveryError('The receiver cannot be reached.', { cause });
    }
    // Leaves the connection to the runtime. A body that cannot be given up is no reason to deliver again.
    await response.body?.cancel().catch(() => undefined);
    if (!response.ok) throw refusal(response);
  };
}

function refusal({ status, type, headers }: Response): DeliveryError {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return new DeliveryError('The receiver answered with a redirect, which is not followed.');
  }
  return new DeliveryError(`The receiver answered with status ${status}.`, {
    retryAfter: retryAfter(headers.get('retry-after')),
    // 410 says that it is gone for good, and asks to be left alone.
    permanent: status === 410,
  });
}

/** Milliseconds; 0 for a date, which receivers of events do not send. */
function retryAfter(value: string | null): number {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) * 1000 : 0;
}

function checkedUrl({ url, allowHttp = false }: PostOptions): URL {
  const target = new URL(url);
  const isSafe =
    target.protocol === 'https:' ||
    (target.protocol === 'http:' && (allowHttp || loopback.test(target.hostname)));
  if (!isSafe) throw new TypeError('url: https, or http to this machine; allowHttp lets http go elsewhere.');
  if (target.username !== '' || target.password !== '') {
    throw new TypeError('url: fetch takes no URL with a password; send it in `headers.authorization`.');
  }
  return target;
}

/** What `fetch` says of a header that it does not take has the value in it, which may be a token and would reach the log. */
function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw new TypeError(
        `headers: ${JSON.stringify(name)} is no header, or its value cannot be sent as one.`,
      );
    }
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
