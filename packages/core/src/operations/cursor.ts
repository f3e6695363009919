import { badRequest } from '../errors/bad-request.ts';
import type { Position } from '../storage/port.ts';

/** What a cursor stands for. Clients see it sealed. */
export interface CursorContent {
  /** Which way it leads from the position. */
  readonly direction: 'after' | 'before';
  readonly position: Position;
  /** In a search over all types without an order: the name of the type the position lies in. */
  readonly type?: string;
  /** The page size it was made for; a change is `invalidCount` (CUR-07, CUR-08). */
  readonly count: number;
  /** How many matches the first page found, so that no later page has to count them again. */
  readonly total: number;
}

/** Seals and opens cursors. */
export interface CursorSeal {
  seal(content: CursorContent, binding: string, at: number): Promise<string>;
  /** Throws a `ScimError` 400 `invalidCursor` or `expiredCursor`. */
  open(cursor: string, binding: string, at: number): Promise<CursorContent>;
}

const ivBytes = 12;
/** Longer than any cursor this server makes: a key of 400 code points and an id, as JSON in base64. */
const maxCursorLength = 8_192;

/**
 * Makes the seal for cursors: AES-256-GCM, so that a cursor can be neither read nor forged, bound to tenant, connection,
 * resource type, filter, order and projection as additional data, so that it is worthless with any other request.
 *
 * @param secret - At least 16 characters shared by all processes that serve the same clients; a random one when left out,
 *   under which cursors end with the process.
 * @param lifetime - Seconds until a cursor expires.
 * @see RFC 9865 section 5.2
 */
export function createCursorSeal(secret: string | undefined, lifetime: number): CursorSeal {
  if (secret !== undefined && secret.length < 16) {
    throw new TypeError('cursors.secret needs at least 16 characters.');
  }
  let key: Promise<CryptoKey> | undefined;
  const keyFor = () => {
    key ??= importKey(secret);
    return key;
  };
  return {
    seal: async (content, binding, at) => {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const plain = new TextEncoder().encode(JSON.stringify([at + lifetime * 1000, content]));
      const algorithm = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(binding) };
      const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, await keyFor(), plain));
      const bytes = new Uint8Array(ivBytes + sealed.length);
      bytes.set(iv);
      bytes.set(sealed, ivBytes);
      return toBase64Url(bytes);
    },
    open: async (cursor, binding, at) => {
      const bytes = cursor.length > maxCursorLength ? undefined : fromBase64Url(cursor);
      if (bytes === undefined || bytes.length <= ivBytes) throw invalidCursor();
      const algorithm = {
        name: 'AES-GCM',
        iv: bytes.subarray(0, ivBytes),
        additionalData: new TextEncoder().encode(binding),
      };
      const plain = await crypto.subtle
        .decrypt(algorithm, await keyFor(), bytes.subarray(ivBytes))
        .catch(() => undefined);
      if (plain === undefined) throw invalidCursor();
      // Only this server can have sealed it, so its form is the one above.
      const [expires, content] = JSON.parse(new TextDecoder().decode(plain)) as [number, CursorContent];
      if (expires <= at)
        throw badRequest('expiredCursor', 'The cursor has expired: start again with the first page.');
      return content;
    },
  };
}

/** The same words for garbage, for a cursor of somebody else and for one of another request (CUR-16, CUR-19). */
function invalidCursor(): Error {
  return badRequest(
    'invalidCursor',
    'The cursor is not one of this request: start again with the first page.',
  );
}

async function importKey(secret: string | undefined): Promise<CryptoKey> {
  const material =
    secret === undefined
      ? crypto.getRandomValues(new Uint8Array(32))
      : await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return crypto.subtle.importKey('raw', material, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    // The last letter can have bits that stand for nothing; one changed there would not be noticed (CUR-18).
    return toBase64Url(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
