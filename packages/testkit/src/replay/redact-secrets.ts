import { isObject } from './is-object.ts';

const REDACTED = '[redacted]';
// A credential shorter than this would blank out half of every text, and hides nothing.
const SHORTEST = 4;

/**
 * Takes a credential out of every string of a value, also where a server echoes it, and the value of every
 * member called `authorization`.
 *
 * @param value plain data
 * @param authorization the whole header value; its part after the scheme is taken out as well
 * @returns a copy without it
 */
export function redactSecrets<T>(value: T, authorization: string): T {
  const token = authorization.trim().split(/\s+/).at(-1) ?? '';
  const secrets = [authorization, token].filter((secret) => secret.length >= SHORTEST);
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]);
  // The shape does not change, only texts inside it, so the type stays T.
  return redact(value, forms) as T;
}

function redact(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return secrets.reduce((text, one) => text.replaceAll(one, REDACTED), value);
  if (Array.isArray(value)) return value.map((one) => redact(one, secrets));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      return [name, /^(proxy-)?authorization$/i.test(name) ? REDACTED : redact(one, secrets)];
    }),
  );
}
