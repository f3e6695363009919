/** A mount path with parameters, compiled: `/scim/v2/:org`. */
export interface Mount {
  readonly pattern: string;
  readonly segments: readonly string[];
}

/** What a mount path made of a URL path. */
export interface MountMatch {
  /** The part of the path that is the service root, as received. */
  readonly prefix: string;
  /** What follows it, as received; empty or starting with a slash. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Compiles a mount path.
 *
 * @param pattern - `/scim/v2/:org`; a segment that starts with a colon is a parameter. Empty mounts at the root.
 * @throws TypeError when it does not start with a slash or a parameter has no name.
 */
export function compileMount(pattern: string): Mount {
  const trimmed = pattern.replace(/\/+$/, '');
  if (trimmed !== '' && !trimmed.startsWith('/')) {
    throw new TypeError(`The mount path "${pattern}" has to start with "/".`);
  }
  const segments = trimmed === '' ? [] : trimmed.slice(1).split('/');
  for (const segment of segments) {
    if (segment.startsWith(':') && !/^:[A-Za-z_]\w*$/.test(segment)) {
      throw new TypeError(`The mount path "${pattern}" has a parameter without a usable name: "${segment}".`);
    }
  }
  return { pattern: trimmed, segments };
}

/** Finds the mount in a path; `undefined` when the path lies outside it or a parameter is not valid percent-encoding. */
export function matchMount(mount: Mount, path: string): MountMatch | undefined {
  const params: Record<string, string> = Object.create(null);
  let at = 0;
  for (const segment of mount.segments) {
    if (path[at] !== '/') return undefined;
    const slash = path.indexOf('/', at + 1);
    const end = slash === -1 ? path.length : slash;
    const actual = path.slice(at + 1, end);
    if (segment.startsWith(':')) {
      const value = decoded(actual);
      if (value === undefined || value === '') return undefined;
      params[segment.slice(1)] = value;
    } else if (actual !== segment) {
      return undefined;
    }
    at = end;
  }
  return { prefix: path.slice(0, at), path: path.slice(at), params };
}

function decoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
