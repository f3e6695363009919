// Tests what ships. Packs the published packages as a release would, lays them out for a stranger's project with
// exactly the dependencies that they declare, and lets that project compile against them and load them.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import ts from 'typescript';
import { packages } from './packages.mjs';
import { pnpm, root } from './pnpm.mjs';

interface Manifest {
  readonly name: string;
  readonly bin?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'scimkit-packed-')));
const modules = join(folder, 'node_modules');
try {
  const manifests = layOut();
  const problems = [
    ...manifests.flatMap(manifestProblems),
    ...typeProblems(),
    ...manifests.flatMap(runProblems),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Packs and unpacks, with links to what each package declares. */
function layOut(): Manifest[] {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  const filters = packages.flatMap((name) => ['--filter', `@scimkit/${name}`]);
  const status = pnpm([...filters, 'pack', '--pack-destination', tarballs], ['ignore', 'ignore', 'inherit']);
  if (status !== 0) throw new Error('packing failed');
  link('@types/node', root);
  link('@types/express', join(root, 'packages/express'));
  return packages.map((name) => {
    const home = join(modules, '@scimkit', name);
    mkdirSync(home, { recursive: true });
    const tarball = readdirSync(tarballs).find((file) => file.startsWith(`scimkit-${name}-`));
    if (!tarball) throw new Error(`@scimkit/${name} was not packed`);
    execFileSync('tar', ['-xzf', join(tarballs, tarball), '-C', home, '--strip-components=1']);
    const manifest: Manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      if (!needed.startsWith('@scimkit/')) link(needed, join(root, 'packages', name), home);
    }
    return manifest;
  });
}

function link(name: string, from: string, to = folder): void {
  const target = join(to, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(realpathSync(join(from, 'node_modules', name)), target, 'junction');
}

function manifestProblems({ name, dependencies = {} }: Manifest): string[] {
  const files = readdirSync(join(folder, 'node_modules', name));
  return [
    ...['LICENSE', 'README.md', 'dist']
      .filter((file) => !files.includes(file))
      .map((file) => `${name} lacks ${file}`),
    ...Object.entries(dependencies)
      .filter(([, range]) => range.startsWith('workspace:'))
      .map(([needed]) => `${name} depends on ${needed} by a workspace range`),
  ];
}

/** The declarations, checked as strictly as a project on Node may: no `skipLibCheck`, no types of the browser. */
function typeProblems(): string[] {
  const lines = (line: (name: string, index: number) => string) => `${packages.map(line).join('\n')}\n`;
  const files = {
    'esm.mts': lines((name, i) => `export * as p${i} from '@scimkit/${name}';`),
    'cjs.cts': lines((name, i) => `export import p${i} = require('@scimkit/${name}');`),
  };
  writeFileSync(join(folder, 'package.json'), '{}\n');
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const program = ts.createProgram({
    rootNames: Object.keys(files).map((file) => join(folder, file)),
    options: {
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      typeRoots: [join(modules, '@types')],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    },
  });
  // What other people's declarations do is not ours to fail on; ours are the files that were unpacked here.
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file === undefined || file.fileName.startsWith(folder.replaceAll('\\', '/')))
    .map(({ file, start, messageText }) => {
      const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
      const place = file ? `${file.fileName.slice(folder.length + 1)}:${line}: ` : '';
      return `${place}${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
}

/** Each package loads by `import` and by `require`, and each of its commands answers `--help`. */
function runProblems({ name, bin = {} }: Manifest): string[] {
  const commands = Object.values(bin).map((file) => [join(modules, name, file), '--help']);
  const runs = [
    ['-e', `require('${name}')`],
    ['--input-type=module', '-e', `await import('${name}')`],
    ...commands,
  ];
  return runs.flatMap((args) => {
    try {
      execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
      return [];
    } catch (error) {
      const { stderr } = error as { stderr: string };
      return [`${name}: node ${args.join(' ')}\n${stderr}`];
    }
  });
}
