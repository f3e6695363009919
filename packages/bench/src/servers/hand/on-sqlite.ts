import { hash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { compileCatalog, createUuidV7, Group, resolveAttribute, User } from '@scimkit/core';
import { tenants, token } from '../../dataset/directory.ts';
import type { Start } from '../competitor.ts';
import type { Backend, Shown, UserDocument } from './backend.ts';
import { bytesOf, textOf } from './ids.ts';
import { handWritten } from './listener.ts';
import { prepareStatements } from './sqlite-statements.ts';

interface ResourceRow {
  readonly id: Uint8Array;
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly doc: string;
}

interface ReferenceRow {
  readonly group_id: Uint8Array;
  readonly member_id: Uint8Array;
  readonly display: string | null;
}

/** A tenant on SQLite: prepared statements on scimkit's tables, one for a read and few for a write. */
class Statements implements Backend {
  readonly #digests = new Set([hash('sha256', token, 'hex')]);
  readonly #tenant: number;
  readonly #do: ReturnType<typeof prepareStatements>;
  readonly #emails: number;

  constructor(statements: ReturnType<typeof prepareStatements>, slug: string) {
    this.#do = statements;
    const row = statements.tenant.get(slug) as { tenant_id: number } | undefined; // the statement selects this column
    if (row === undefined) throw new Error(`There is no tenant ${slug} in the file.`);
    this.#tenant = row.tenant_id;
    this.#emails = emailsAttribute();
  }

  hasToken(digest: string) {
    return this.#digests.has(digest);
  }

  user(base: string, id: string) {
    return this.#shownUser(base, this.#row(this.#do.byId.get(this.#tenant, 1, bytesOf(id))));
  }

  userByName(base: string, userName: string) {
    return this.#shownUser(base, this.#row(this.#do.byName.get(this.#tenant, userName.toLowerCase())));
  }

  users(base: string, offset: number, limit: number) {
    const rows = this.#do.page.all(this.#tenant, limit, offset) as unknown as ResourceRow[]; // as selected
    const groups = new Map<string, ReferenceRow[]>();
    for (const row of this.#references(this.#do.groupsOfPage.all(this.#tenant, limit, offset))) {
      const id = textOf(row.member_id);
      const list = groups.get(id);
      if (list === undefined) groups.set(id, [row]);
      else list.push(row);
    }
    const shown = rows.map((row) => showUser(base, row, groups.get(textOf(row.id)) ?? []));
    const { total } = this.#do.count.get(this.#tenant) as { total: number }; // as selected
    return { total, shown };
  }

  createUser(base: string, document: UserDocument) {
    const id = createUuidV7();
    const at = Date.now();
    const doc = JSON.stringify(document);
    const made = this.#atOnce(() => this.#insert(id, at, document, doc));
    if (!made) return undefined;
    return showUser(base, { id: bytesOf(id), version: 1, created_at: at, modified_at: at, doc }, []);
  }

  #insert(id: string, at: number, document: UserDocument, doc: string): boolean {
    const { userName, externalId, displayName, name, active, emails = [] } = document;
    const bytes = bytesOf(id);
    const { changes } = this.#do.insertUser.run(
      this.#tenant,
      bytes,
      active === undefined ? null : Number(active),
      at,
      userName.toLowerCase(),
      externalId ?? null,
      displayName?.toLowerCase() ?? null,
      name?.familyName?.toLowerCase() ?? null,
      displayName ?? null,
      doc,
    );
    if (changes === 0) return false;
    for (const [index, { value, type, primary }] of emails.entries()) {
      const [k, kType] = [value.toLowerCase(), type?.toLowerCase() ?? null];
      const isPrimary = primary === undefined ? null : Number(primary);
      this.#do.insertValue.run(this.#tenant, bytes, this.#emails, index, k, kType, isPrimary);
    }
    return true;
  }

  setActive(base: string, id: string, active: boolean) {
    const bytes = bytesOf(id);
    const at = Date.now();
    const row = this.#atOnce(() => {
      const row = this.#row(this.#do.byId.get(this.#tenant, 1, bytes));
      const document = row === undefined ? undefined : JSON.parse(row.doc);
      if (row === undefined || document.active === active) return row;
      const doc = JSON.stringify({ ...document, active });
      this.#do.updateUser.run(doc, Number(active), at, this.#tenant, bytes);
      return { ...row, doc, version: row.version + 1, modified_at: at };
    });
    return this.#shownUser(base, row);
  }

  group(base: string, id: string, withMembers: boolean) {
    const bytes = bytesOf(id);
    const row = this.#row(this.#do.byId.get(this.#tenant, 2, bytes));
    if (row === undefined) return undefined;
    if (!withMembers) return show(base, 'Groups', 'Group', row, '');
    const members = this.#references(this.#do.membersOf.all(this.#tenant, bytes)).map(
      ({ member_id, display }) => {
        const value = textOf(member_id);
        return {
          value,
          $ref: `${base}/Users/${value}`,
          type: 'User',
          ...(display === null ? {} : { display }),
        };
      },
    );
    return show(base, 'Groups', 'Group', row, `,"members":${JSON.stringify(members)}`);
  }

  addMembers(id: string, members: readonly string[]) {
    const bytes = bytesOf(id);
    const at = Date.now();
    return this.#atOnce(() => {
      const group = this.#row(this.#do.byId.get(this.#tenant, 2, bytes));
      if (group === undefined) return undefined;
      let added = 0;
      for (const member of members) {
        const memberBytes = bytesOf(member);
        const { changes } = this.#do.insertMember.run(bytes, at, this.#tenant, memberBytes);
        added += Number(changes);
        if (changes === 0 && this.#do.isMember.get(this.#tenant, bytes, memberBytes) === undefined)
          return undefined;
      }
      if (added === 0) return `W/"${group.version}"`;
      const { version } = this.#do.touchGroup.get(at, this.#tenant, bytes) as { version: number }; // as returned
      return `W/"${version}"`;
    });
  }

  /** A transaction; `undefined` and `false` undo it. */
  #atOnce<T>(work: () => T): T {
    this.#do.begin.run();
    try {
      const result = work();
      if (result === undefined || result === false) this.#do.rollback.run();
      else this.#do.commit.run();
      return result;
    } catch (error) {
      this.#do.rollback.run();
      throw error;
    }
  }

  #shownUser(base: string, row: ResourceRow | undefined) {
    if (row === undefined) return undefined;
    return showUser(base, row, this.#references(this.#do.groupsOf.all(this.#tenant, row.id)));
  }

  #row(row: unknown): ResourceRow | undefined {
    return row as ResourceRow | undefined; // what the statements select
  }

  #references(rows: unknown): readonly ReferenceRow[] {
    return rows as ReferenceRow[]; // what the statements select
  }
}

function showUser(base: string, row: ResourceRow, rows: readonly ReferenceRow[]): Shown {
  if (rows.length === 0) return show(base, 'Users', 'User', row, '');
  const groups = rows.map(({ group_id, display }) => {
    const value = textOf(group_id);
    return {
      value,
      $ref: `${base}/Groups/${value}`,
      type: 'direct',
      ...(display === null ? {} : { display }),
    };
  });
  return show(base, 'Users', 'User', row, `,"groups":${JSON.stringify(groups)}`);
}

/** The stored text goes out as it is, with id, references and meta around it; who writes by hand sees that as well. */
function show(
  base: string,
  endpoint: string,
  resourceType: string,
  row: ResourceRow,
  references: string,
): Shown {
  const id = textOf(row.id);
  const etag = `W/"${row.version}"`;
  const meta = {
    resourceType,
    created: new Date(row.created_at).toISOString(),
    lastModified: new Date(row.modified_at).toISOString(),
    location: `${base}/${endpoint}/${id}`,
    version: etag,
  };
  const json = `{"id":"${id}",${row.doc.slice(1, -1)}${references},"meta":${JSON.stringify(meta)}}`;
  return { id, etag, json };
}

/** The number under which the tables keep the elements of `emails`. */
function emailsAttribute(): number {
  const model = compileCatalog([User, Group]).byType.get('User');
  const attribute = model === undefined ? undefined : resolveAttribute(model, 'emails');
  if (attribute === undefined) throw new Error('Users have no emails.');
  return attribute.id;
}

export const start: Start = async ({ file }) => {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  const statements = prepareStatements(database);
  return { listener: handWritten(new Map(tenants.map((slug) => [slug, new Statements(statements, slug)]))) };
};
