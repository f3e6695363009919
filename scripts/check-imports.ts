import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import process from 'node:process';
import ts from 'typescript';
import { type Rules, rules } from './import-rules.ts';

/** A source file: its path from the root of the repository, with slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Where a file belongs: `packages/core/src/filter/parse.ts` to the room `filter` of the package `core`. */
interface Place {
  readonly home: string;
  readonly package: string | undefined;
  readonly room: string | undefined;
  readonly test: boolean;
}

/** A package: the folder it lies in, like `packages/core`, and the names of its dependencies. */
export interface Manifest {
  readonly home: string;
  readonly dependencies: readonly string[];
}

/**
 * Finds every import that the rules forbid.
 *
 * @returns a sentence for each, with the file and the line
 */
export function checkImports(
  sources: readonly Source[],
  manifests: readonly Manifest[] = [],
  table: Rules = rules,
): string[] {
  const problems: string[] = [];
  const importers = new Map<string, Set<string>>();
  for (const { home, dependencies } of manifests) {
    for (const name of table.oneImporter)
      if (dependencies.includes(name)) importers.set(`${home} ${name}`, new Set());
  }
  for (const source of sources) {
    const place = placeOf(source.path);
    const inCore = place.package === 'core';
    if (inCore && place.room !== undefined && !place.test && !Object.hasOwn(table.rooms, place.room)) {
      problems.push(`${source.path}: core has no room "${place.room}"; add it to scripts/import-rules.ts`);
    }
    for (const found of importsOf(source)) {
      const reason = found.specifier.startsWith('.')
        ? relativeProblem(source.path, place, found, table)
        : packageProblem(place, found, table);
      if (reason) problems.push(`${source.path}:${found.line}: ${reason}`);
      const single = table.oneImporter.find((name) => isPart(found.specifier, name));
      if (single && place.package !== undefined && !place.test) {
        const key = `${place.home} ${single}`;
        importers.set(key, (importers.get(key) ?? new Set()).add(source.path));
      }
    }
  }
  for (const [key, files] of importers) {
    const [home, name] = key.split(' ');
    if (files.size !== 1) {
      const which = files.size > 0 ? [...files].sort().join(', ') : 'none';
      problems.push(`${home}: exactly one file imports ${name}, not ${which}`);
    }
  }
  return problems;
}

function relativeProblem(path: string, from: Place, found: Import, table: Rules): string | undefined {
  const target = posix.join(posix.dirname(path), found.specifier);
  const to = placeOf(target);
  if (to.home !== from.home) return `"${found.specifier}" leaves the package; import it by its name`;
  if (from.package !== 'core' || from.test) return undefined;
  if (to.test) return `"${found.specifier}" is a test`;
  if (from.room === undefined || to.room === undefined || from.room === to.room) return undefined;
  const allowed = table.rooms[from.room];
  // A room that the table does not have is reported once, for the file.
  if (allowed === undefined) return undefined;
  if (!allowed.includes(to.room)) return `${from.room} may not import ${to.room}`;
  if (table.typesOnly.includes(from.room) && !found.typeOnly) {
    return `${from.room} may import nothing but types from ${to.room}`;
  }
  return undefined;
}

function packageProblem(from: Place, found: Import, table: Rules): string | undefined {
  const { specifier } = found;
  if (specifier.startsWith(table.scope)) {
    const [name = '', ...deep] = specifier.slice(table.scope.length).split('/');
    if (deep.length > 0) return `"${specifier}" goes past the public door of ${table.scope}${name}`;
    if (name === from.package) {
      return from.test ? undefined : `"${specifier}" is the package itself; import the file`;
    }
    const allowed = mayImport(from, table);
    if (!allowed.includes(name)) return `${from.home} may not import ${table.scope}${name}`;
    return undefined;
  }
  if (from.package !== undefined && table.withoutNode.includes(from.package) && !from.test) {
    const builtin = specifier.startsWith('node:') || builtinModules.some((name) => isPart(specifier, name));
    if (builtin) return `${from.package} runs outside Node as well, so it may not import "${specifier}"`;
  }
  return undefined;
}

function mayImport(from: Place, table: Rules): readonly string[] {
  if (from.package === undefined) return table.forExamples;
  const own = table.packages[from.package] ?? [];
  return from.test ? [...own, ...table.forTests] : own;
}

/** Whether a specifier is the package, or a path in it. */
function isPart(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

function placeOf(path: string): Place {
  const [group = '', name = '', , ...rest] = path.split('/');
  const room = rest.length > 1 ? rest[0] : rest[0]?.replace(/(\.test|\.test-d)?\.ts$/, '');
  return {
    home: `${group}/${name}`,
    package: group === 'packages' ? name : undefined,
    room,
    test: /\.test(-d)?\.ts$/.test(path),
  };
}

/**
 * Every module that a file names: imports, re-exports, `import()` and `import('…').Type`.
 * With `verbatimModuleSyntax`, `import { type A } from` loads the module, so only `import type` is type-only.
 */
function importsOf({ path, text }: Source): Import[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (literal: ts.Node | undefined, typeOnly: boolean) => {
    if (!literal || !ts.isStringLiteralLike(literal)) return;
    const line = file.getLineAndCharacterOfPosition(literal.getStart(file)).line + 1;
    found.push({ specifier: literal.text, typeOnly, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '..');
  const patterns = ['packages/*/src/**/*.ts', 'examples/*/src/**/*.ts'];
  const sources = globSync(patterns, { cwd: root }).map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(join(root, path), 'utf8'),
  }));
  const manifests = globSync('packages/*/package.json', { cwd: root }).map((path) => ({
    home: dirname(path).replaceAll('\\', '/'),
    dependencies: Object.keys(JSON.parse(readFileSync(join(root, path), 'utf8')).dependencies ?? {}),
  }));
  const problems = checkImports(sources, manifests);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
