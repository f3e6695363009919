// A registered name or IPv4 address, or an IPv6 address in brackets, with or without a port.
const host = /^(?:[A-Za-z0-9._~-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?$/;

/**
 * Whether a text can stand for the host of a URL: nothing in it can start a path, a query, user information or
 * markup.
 *
 * @see RFC 3986 section 3.2.2
 */
export function isHost(text: string): boolean {
  return host.test(text);
}
