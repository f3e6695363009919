// Compiles every example: the `@example` blocks of docstrings and the TypeScript blocks of the documentation. Each is a
// module of its own. What a block of the documentation takes for granted stands before it in a comment:
// <!-- given: declare const store: ResourceStore; -->
import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');

interface Example {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const examples = [...docstringExamples(), ...markdownExamples()];
const problems = compile(examples);
for (const problem of problems) console.error(problem);
console.log(`${examples.length} examples, ${problems.length} problems`);
if (problems.length > 0 || examples.length === 0) process.exitCode = 1;

function docstringExamples(): Example[] {
  return globSync('packages/*/src/**/*.ts', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/^[ \t]*\* ```ts\n((?:[ \t]*\*.*\n)*?)[ \t]*\* ```$/gm)].map((match) => ({
      file,
      line: lineAt(text, match.index),
      text: (match[1] ?? '').replaceAll(/^[ \t]*\* ?/gm, ''),
    }));
  });
}

function markdownExamples(): Example[] {
  const files = ['README.md', ...globSync('{docs,packages,examples}/**/*.md', { cwd: root })];
  return files
    .filter((file) => !/node_modules|dist|docs[/\\]api/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [...text.matchAll(/(?:<!-- given:\s([\s\S]*?)-->\s*)?^```ts\n([\s\S]*?)^```$/gm)].map(
        (match) => ({
          file,
          line: lineAt(text, match.index),
          text: `${match[1] ?? ''}\n${match[2] ?? ''}`,
        }),
      );
    });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Type-checks the examples as files that lie where all packages can be imported. Nothing is written to the disk. */
function compile(list: readonly Example[]): string[] {
  const home = join(root, 'packages/checks/src');
  const names = new Map(list.map((example, index) => [join(home, `example-${index}.ts`), example]));
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => textOf(names.get(path)) ?? readFile(path);
  host.fileExists = (path) => names.has(path) || fileExists(path);
  const program = ts.createProgram({ rootNames: [...names.keys()], options, host });
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file === undefined || names.has(file.fileName))
    .map((diagnostic) => {
      const example = names.get(diagnostic.file?.fileName ?? '');
      const place =
        example === undefined ? '' : `${relative(root, join(root, example.file))}:${example.line}: `;
      return `${place}${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
    });
}

/** `export {}` makes a module of an example without imports, so that its names are its own. */
function textOf(example: Example | undefined): string | undefined {
  return example === undefined ? undefined : `${example.text}\nexport {};\n`;
}
