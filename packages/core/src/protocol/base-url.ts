/** The public address of the service root: fixed, with `:name` placeholders, or worked out for each request. */
export type BaseUrl<Req> = string | ((params: Readonly<Record<string, string>>, req: Req) => string);

const placeholder = /(?<=\/):([A-Za-z_][A-Za-z0-9_]*)(?=\/|$)/g;

/**
 * The names of the placeholders of a fixed base URL, or of a mount path.
 *
 * @param baseUrl - Such as `https://app.example/scim/v2/:org`.
 * @returns The names in their order, without the colons.
 * @example
 * ```ts
 * import { placeholdersOf } from '@scimkit/core';
 *
 * placeholdersOf('https://app.example/scim/v2/:org'); // ['org']
 * ```
 */
export function placeholdersOf(baseUrl: string): readonly string[] {
  return [...baseUrl.matchAll(placeholder)].map((match) => match[1] ?? '');
}

/**
 * Checks a `baseUrl` option once and turns it into a function.
 *
 * @param option - An absolute `http:` or `https:` URL without query, whose path may hold `:name` placeholders for
 * parameters of the mount path, or a function that returns such a URL without placeholders.
 * @returns A function that gives the base without a trailing slash.
 * @throws TypeError when a fixed URL is not one. The function it returns throws `TypeError` for a placeholder that
 * the request has no parameter for.
 * @example
 * ```ts
 * import { compileBaseUrl } from '@scimkit/core';
 *
 * const base = compileBaseUrl('https://app.example/scim/v2/:org');
 * base({ org: 'acme' }, undefined); // 'https://app.example/scim/v2/acme'
 * ```
 */
export function compileBaseUrl<Req>(
  option: BaseUrl<Req>,
): (params: Readonly<Record<string, string>>, req: Req) => string {
  if (typeof option === 'function') return (params, req) => withoutTrailingSlash(option(params, req));
  const url = URL.canParse(option) ? new URL(option) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || /[?#]/.test(option) || url.username !== '') {
    throw new TypeError(
      `The base URL "${option}" must be an absolute http(s) URL without query or fragment.`,
    );
  }
  const template = withoutTrailingSlash(option);
  if (placeholdersOf(template).length === 0) return () => template;
  return (params) =>
    template.replace(placeholder, (_, name: string) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      if (value === undefined) throw new TypeError(`The base URL needs ":${name}", the mount path has none.`);
      return encodeURIComponent(value);
    });
}

function withoutTrailingSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}
