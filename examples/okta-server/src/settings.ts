/** The settings of the server, read from the environment. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Organisations, each with the token chosen for it, if one was. */
  readonly orgs: readonly { readonly slug: string; readonly token?: string }[];
  readonly db:
    | { readonly kind: 'memory' }
    | { readonly kind: 'sqlite'; readonly path: string }
    | { readonly kind: 'postgres' | 'mysql' | 'mariadb'; readonly url: string };
  /** The public URL up to the organisation, when it differs from what the server sees, as behind a tunnel. */
  readonly baseUrl?: string;
  readonly log: 'off' | 'info' | 'debug' | 'json';
}

/** A setting that cannot work; the message says which and what would. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

export const help = `scimkit okta-server: a SCIM 2.0 server to point an Okta org at.

  npm start                        start it
  npm start -- --new-token         start it with new tokens; the old ones stop working at once
  npm start -- --help              this text

Settings, from the environment:

  PORT            port to listen on                                       3000
  HOST            address to listen on                                    127.0.0.1
  SCIM_ORGS       organisations, comma-separated; name=token presets      acme
                  a token (16 to 512 characters)
  SCIM_DB         sqlite:<file>, memory:, or the URL of a database:       sqlite:./data/scim.db
                  postgres://, mysql:// or mariadb://
  SCIM_BASE_URL   public URL, when it differs from the one the server     (the request's own)
                  sees: https://example.trycloudflare.com
  SCIM_LOG        info: a line for each request; debug: with query and    info
                  what was tolerated; json: for machines; off
`;

/**
 * Reads the settings.
 *
 * @throws SettingError when one of them cannot work.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const baseUrl = filled(env.SCIM_BASE_URL);
  return {
    port: readPort(filled(env.PORT) ?? '3000'),
    host: filled(env.HOST) ?? '127.0.0.1',
    orgs: readOrgs(filled(env.SCIM_ORGS) ?? 'acme'),
    db: readDatabase(filled(env.SCIM_DB) ?? 'sqlite:./data/scim.db'),
    log: readLog(filled(env.SCIM_LOG) ?? 'info'),
    ...(baseUrl === undefined ? {} : { baseUrl: readBaseUrl(baseUrl) }),
  };
}

function filled(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new SettingError(`PORT has to be 0 to 65535, not "${text}".`);
  return port;
}

function readOrgs(text: string): Settings['orgs'] {
  const orgs = text.split(',').map((entry) => {
    const equals = entry.indexOf('=');
    const slug = (equals === -1 ? entry : entry.slice(0, equals)).trim();
    const token = equals === -1 ? undefined : entry.slice(equals + 1).trim();
    if (!/^[A-Za-z0-9][A-Za-z0-9.~-]{0,62}$/.test(slug)) {
      // Okta refuses base URLs with an underscore in them.
      throw new SettingError(
        `SCIM_ORGS: "${slug}" cannot stand in a URL that Okta takes: use letters, digits, "-", "." or "~".`,
      );
    }
    if (token !== undefined && !/^[\x21-\x7e]{16,512}$/.test(token)) {
      throw new SettingError(
        `SCIM_ORGS: the token of "${slug}" needs 16 to 512 visible characters and no blank.`,
      );
    }
    return { slug, ...(token === undefined ? {} : { token }) };
  });
  const twice = orgs.find((org, index) => orgs.findIndex(({ slug }) => slug === org.slug) !== index);
  if (twice !== undefined) throw new SettingError(`SCIM_ORGS names "${twice.slug}" twice.`);
  return orgs;
}

const servers: ReadonlyMap<string, 'postgres' | 'mysql' | 'mariadb'> = new Map([
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
]);

function readDatabase(text: string): Settings['db'] {
  if (text === 'memory:') return { kind: 'memory' };
  if (text.startsWith('sqlite:') && text.length > 'sqlite:'.length) {
    return { kind: 'sqlite', path: text.slice('sqlite:'.length) };
  }
  const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):/i.exec(text) ?? [];
  const kind = servers.get(scheme.toLowerCase());
  // Whatever it is may hold a password, so only its scheme is repeated.
  if (kind === undefined) {
    throw new SettingError(
      `SCIM_DB has to be "sqlite:<file>", "memory:" or a URL that begins with postgres://, mysql:// or mariadb://; "${scheme.slice(0, 20)}" is not known.`,
    );
  }
  if (!URL.canParse(text) || new URL(text).hostname === '') {
    throw new SettingError(
      `SCIM_DB: this is no URL of a database; ${scheme}://user:password@host/database is one.`,
    );
  }
  return { kind, url: text };
}

function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new SettingError(`SCIM_BASE_URL has to be an http or https URL without query, not "${text}".`);
  }
  return text.replace(/\/+$/, '');
}

function readLog(text: string): Settings['log'] {
  if (text === 'off' || text === 'info' || text === 'debug' || text === 'json') return text;
  throw new SettingError(`SCIM_LOG has to be info, debug, json or off, not "${text}".`);
}
