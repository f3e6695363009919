/**
 * Which part may import which. `check-imports.ts` holds every source file to these tables.
 *
 * A room is a folder of `packages/core/src`, or a file right in it (`pipeline.ts` is the room `pipeline`).
 */
const model = ['errors', 'schema', 'filter', 'patch', 'profiles'];
const operations = [...model, 'storage', 'auth'];
const protocol = [...operations, 'operations'];
const pipeline = [...protocol, 'protocol'];
const server = [...pipeline, 'pipeline'];

const rooms = {
  errors: [],
  schema: ['errors'],
  filter: ['errors', 'schema'],
  patch: ['errors', 'schema', 'filter'],
  profiles: ['errors', 'schema', 'filter', 'patch'],
  storage: ['errors', 'schema', 'filter'],
  auth: ['errors', 'storage'],
  events: ['errors', 'storage'],
  operations,
  protocol,
  pipeline,
  server,
  index: [...server, 'server', 'events'],
};

/** The packages, by folder name, and the packages that their sources may import. */
const packages = {
  core: [],
  node: ['core'],
  express: ['core', 'node'],
  memory: ['core'],
  sql: ['core'],
  testkit: ['core'],
  bench: ['core', 'node', 'express', 'memory', 'sql', 'testkit'],
  checks: ['core', 'node', 'express', 'memory', 'sql', 'testkit'],
};

export const rules = {
  scope: '@scimkit/',
  rooms,
  /** Rooms that may take nothing but types from the others. */
  typesOnly: ['storage'],
  packages,
  /** What test files may import besides, in any package. */
  forTests: ['core', 'node', 'express', 'memory', 'sql', 'testkit'],
  /** What examples may import. */
  forExamples: ['core', 'node', 'express', 'memory', 'sql', 'testkit'],
  /** Dependencies that exactly one file of a package imports, so that they can be replaced there. */
  oneImporter: ['ajv', 'scim2-parse-filter', 'fast-json-patch'],
  /** Packages that run outside Node as well. */
  withoutNode: ['core'],
} satisfies Rules;

export interface Rules {
  readonly scope: string;
  readonly rooms: Readonly<Record<string, readonly string[]>>;
  readonly typesOnly: readonly string[];
  readonly packages: Readonly<Record<string, readonly string[]>>;
  readonly forTests: readonly string[];
  readonly forExamples: readonly string[];
  readonly oneImporter: readonly string[];
  readonly withoutNode: readonly string[];
}
