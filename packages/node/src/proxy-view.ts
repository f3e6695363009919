import { headerOf } from './header-of.ts';
import { isHost } from './host-syntax.ts';
import type { NodeRequest } from './node-http.ts';
import { parseForwarded } from './parse-forwarded.ts';

/** A header in which a proxy says how it was called. */
export type ProxyHeader =
  | 'x-forwarded-proto'
  | 'x-forwarded-host'
  | 'x-forwarded-prefix'
  | 'x-forwarded-for'
  | 'forwarded';

/** Which proxies are believed, and what they are believed in. */
export interface TrustedProxy {
  /**
   * How many proxies stand between the internet and this process. Each appends to a list or overwrites it, so the
   * entry that the outermost one wrote is this many from the end; whatever is further left came from the client.
   * Default `1`.
   */
  readonly hops?: number;
  /**
   * The headers that the proxies set or remove on every request. One that they let through is one that any client
   * can write, so name only those. Default: all five.
   */
  readonly headers?: readonly ProxyHeader[];
}

/** How the outermost trusted proxy was called, as far as it says so in a way that can be used. */
export interface ProxyView {
  readonly proto?: string | undefined;
  readonly host?: string | undefined;
  readonly prefix?: string | undefined;
  readonly address?: string | undefined;
}

const everyHeader: readonly ProxyHeader[] = [
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-prefix',
  'x-forwarded-for',
  'forwarded',
];
const protoSyntax = /^https?$/i;
const prefixSyntax = /^(?:\/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+\/?$/;
const dotSegment = /\/\.{1,2}(?=\/|$)/;
const addressSyntax = /^[0-9A-Za-z:.[\]_%-]{1,64}$/;

/**
 * Makes a function that reads the proxy headers of a request. The `X-Forwarded-*` family goes before `Forwarded`:
 * proxies that know only the former pass the latter through from the client.
 *
 * @throws TypeError when `hops` is not a positive integer.
 */
export function compileProxyView(trust: boolean | TrustedProxy): (req: NodeRequest) => ProxyView {
  if (trust === false) return () => nothing;
  const { hops = 1, headers = everyHeader } = trust === true ? {} : trust;
  if (!Number.isInteger(hops) || hops < 1) {
    throw new TypeError(`trustProxy.hops must be a positive integer, not ${hops}.`);
  }
  const entry = (req: NodeRequest, name: ProxyHeader): string | undefined => {
    const value = headers.includes(name) ? headerOf(req, name) : undefined;
    return value === undefined ? undefined : nthLast(value.split(','), hops)?.trim();
  };
  return (req) => {
    const view = {
      proto: checked(entry(req, 'x-forwarded-proto'), (text) => protoSyntax.test(text))?.toLowerCase(),
      host: checked(entry(req, 'x-forwarded-host'), isHost),
      prefix: checked(entry(req, 'x-forwarded-prefix'), isPrefix)?.replace(/\/$/, ''),
      address: checked(entry(req, 'x-forwarded-for'), (text) => addressSyntax.test(text)),
    };
    if (view.proto !== undefined || view.host !== undefined) return view;
    const forwarded = headers.includes('forwarded') ? headerOf(req, 'forwarded') : undefined;
    const element = forwarded === undefined ? undefined : nthLast(parseForwarded(forwarded) ?? [], hops);
    return {
      proto: checked(element?.get('proto'), (text) => protoSyntax.test(text))?.toLowerCase(),
      host: checked(element?.get('host'), isHost),
      prefix: view.prefix,
      address: view.address ?? checked(element?.get('for'), (text) => addressSyntax.test(text)),
    };
  };
}

const nothing: ProxyView = Object.freeze({});

/** A list shorter than the number of proxies was begun by one of them, so its first entry is good. */
function nthLast<T>(list: readonly T[], n: number): T | undefined {
  return list[Math.max(0, list.length - n)];
}

function checked(text: string | undefined, accepts: (text: string) => boolean): string | undefined {
  return text !== undefined && accepts(text) ? text : undefined;
}

function isPrefix(text: string): boolean {
  return text.length <= 256 && prefixSyntax.test(text) && !dotSegment.test(text);
}
