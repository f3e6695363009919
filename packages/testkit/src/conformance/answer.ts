import { isObject } from '../replay/is-object.ts';

/** An answer of the server, read to its end. */
export interface Answer {
  readonly method: string;
  /** The path of the request with its query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  /** The body as JSON; `undefined` when there is none or it is no JSON. */
  readonly body: unknown;
  /**
   * The value that names and indexes lead to in the body, `undefined` where they lead nowhere.
   *
   * @example answer.at('Resources', 0, 'userName')
   */
  at(...path: readonly (string | number)[]): unknown;
  /** As `at`, for text: an empty string where there is none. */
  textAt(...path: readonly (string | number)[]): string;
  /** As `at`, for arrays: an empty one where there is none. */
  listAt(...path: readonly (string | number)[]): readonly unknown[];
}

/** The value that names and indexes lead to, `undefined` where they lead nowhere. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof step === 'number') current = Array.isArray(current) ? current[step] : undefined;
    else current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}

/** Wraps what came over the wire. */
export function toAnswer(wire: Pick<Answer, 'method' | 'path' | 'status' | 'headers' | 'text'>): Answer {
  const body = parse(wire.text);
  return {
    ...wire,
    body,
    at: (...path) => valueAt(body, ...path),
    textAt: (...path) => {
      const value = valueAt(body, ...path);
      return typeof value === 'string' ? value : '';
    },
    listAt: (...path) => {
      const value = valueAt(body, ...path);
      return Array.isArray(value) ? value : [];
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
