import { isObject } from './is-object.ts';
import { ScenarioError } from './scenario-error.ts';

// One step of a path: .name, [0] or ["any name"]. Names may hold "$", since SCIM has the member "$ref".
const STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
const PLAIN_NAME = /^[A-Za-z_$][\w$-]*$/;

/**
 * Parses the subset of JSON paths that scenarios use: `$`, `.name`, `[0]` and `["any name"]`.
 *
 * @param path for example `$.Resources[0].id`
 * @returns member names and array indexes from the root downwards; empty for `$`
 * @throws {@link ScenarioError} when the text is no such path
 * @example
 * ```ts
 * import { parseJsonPath } from '@scimkit/testkit';
 *
 * parseJsonPath('$.emails[0].value'); // ['emails', 0, 'value']
 * ```
 */
export function parseJsonPath(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  let at = 1;
  while (path.startsWith('$') && at < path.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(path);
    if (!found) break;
    const [text, name, index, quoted] = found;
    steps.push(name ?? (index === undefined ? unquote(quoted, path) : Number(index)));
    at += text.length;
  }
  if (!path.startsWith('$') || at < path.length) {
    throw new ScenarioError(`Not a JSON path: ${path}. Known are $, .name, [0] and ["any name"].`);
  }
  return steps;
}

/**
 * Reads the value a JSON path leads to.
 *
 * @param value parsed JSON
 * @param path see {@link parseJsonPath}
 * @returns the value, or `undefined` where the path leads nowhere
 * @throws {@link ScenarioError} when the text is no such path
 */
export function readJsonPath(value: unknown, path: string): unknown {
  let current = value;
  for (const step of parseJsonPath(path)) {
    if (typeof step === 'number') current = Array.isArray(current) ? current[step] : undefined;
    else current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}

/** Appends a member name or an index to a path, in the form {@link parseJsonPath} reads. */
export function joinJsonPath(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  return PLAIN_NAME.test(step) ? `${path}.${step}` : `${path}[${JSON.stringify(step)}]`;
}

function unquote(quoted: string | undefined, path: string): string {
  try {
    return String(JSON.parse(quoted ?? ''));
  } catch {
    throw new ScenarioError(`Not a JSON path: ${path}. ${quoted} is not a JSON string.`);
  }
}
