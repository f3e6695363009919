/** Where a table is, as a mapping names it: `users`, `app.users`. */
export interface TablePlace {
  readonly name: string;
  /** On MySQL and MariaDB a database; the connection's own without it. */
  readonly schema?: string;
}

/** Takes the name of a table apart. */
export function placeOfTable(table: string): TablePlace {
  const [name = '', schema] = table.split('.').reverse();
  return schema === undefined ? { name } : { name, schema };
}
