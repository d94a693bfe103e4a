import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { breaksBetween } from './compatibility/release.ts';
import { type Contracts, generatedFiles, undeclaredErrors } from './generated-files.ts';

const root = resolve(import.meta.dirname, '../..');
const schemas = join(root, 'libs/contracts/schemas');
const released = join(root, 'libs/contracts/released');

async function builtContracts(): Promise<Contracts> {
  execFileSync('npm', ['run', '--silent', 'build', '--workspace', 'libs/contracts'], { cwd: root, stdio: 'pipe' });
  return import('@leadstream/contracts');
}

function generate(contracts: Contracts): void {
  const files = generatedFiles(contracts, root);
  rmSync(schemas, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  console.log(`${files.size} files written`);
}

function outdated(contracts: Contracts): string[] {
  const files = generatedFiles(contracts, root);
  const read = (path: string): string | undefined => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const differing = [...files]
    .filter(([path, text]) => read(path) !== text)
    .map(([path]) => `${path}: differs from what the sources generate`);
  const left = globSync('libs/contracts/schemas/**/*.json', { cwd: root }).filter((path) => !files.has(path));
  const lines = [...differing, ...left.map((path) => `${path}: nothing generates it any more`)];
  return lines.length === 0 ? [] : [...lines, 'run `npm run contracts -- generate` and commit what it writes'];
}

/** @returns whether all is well */
function check(contracts: Contracts): boolean {
  const problems = [
    ...undeclaredErrors(contracts, root).map((line) => `no errors file declares what a route announces: ${line}`),
    ...outdated(contracts),
    ...breaksBetween(released, schemas).map((line) => `breaking: ${line}`),
  ];
  for (const line of problems) console.error(line);
  if (problems.length === 0) console.log('generated files are current, nothing breaks the last release');
  return problems.length === 0;
}

/** @returns whether the release was taken */
function release(contracts: Contracts): boolean {
  if (!check(contracts)) return false;
  rmSync(released, { recursive: true, force: true });
  cpSync(schemas, released, { recursive: true });
  console.log('libs/contracts/released now holds this release');
  return true;
}

const command = process.argv[2];
if (command === 'generate') generate(await builtContracts());
else if (command === 'check') process.exitCode = check(await builtContracts()) ? 0 : 1;
else if (command === 'release') process.exitCode = release(await builtContracts()) ? 0 : 1;
else {
  console.error('usage: npm run contracts -- generate | check | release');
  process.exitCode = 2;
}
