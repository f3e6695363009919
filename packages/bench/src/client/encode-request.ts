import { Buffer } from 'node:buffer';
import type { BenchRequest } from '../cases/case.ts';
import { token } from '../dataset/directory.ts';

/** The headers of Okta's SCIM client. */
const headers = [
  ['User-Agent', 'Okta SCIM Client 1.0.0'],
  ['Accept', 'application/scim+json'],
  ['Accept-Charset', 'utf-8'],
  ['Accept-Encoding', 'gzip,deflate'],
  ['Authorization', `Bearer ${token}`],
] as const;
const contentType = ['Content-Type', 'application/scim+json; charset=utf-8'] as const;

const headerLines = linesOf(headers);
const contentTypeLine = linesOf([contentType]);

/** The URL of a request, without the origin. */
export function targetOf(request: BenchRequest): string {
  const { tenant, path, query } = request;
  return `/scim/v2/${tenant}${path}${query === '' ? '' : `?${query}`}`;
}

/** The headers of a request, for `fetch`. */
export function headersOf({ body }: BenchRequest): Record<string, string> {
  return Object.fromEntries(body === undefined ? headers : [...headers, contentType]);
}

/** A request as HTTP/1.1, in one piece. */
export function encodeRequest(request: BenchRequest, target = targetOf(request)): string {
  const head = `${request.method} ${target} HTTP/1.1\r\nHost: scim.example.com\r\n${headerLines}`;
  const { body } = request;
  if (body === undefined) return `${head}\r\n`;
  return `${head}${contentTypeLine}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function linesOf(fields: readonly (readonly [name: string, value: string])[]): string {
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}
