import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** One thing that must hold before code is shared. */
export interface Step {
  readonly name: string;
  /** Script below the root, and its arguments; run by this Node. */
  readonly script: readonly [string, ...string[]];
  /** Whether it runs beside the step before: each of the two leaves a core to the other. */
  readonly isBeside?: true;
}

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const NX = 'node_modules/nx/dist/bin/nx.js';
const nx = (target: string): Step['script'] => [NX, 'run-many', '-t', target, '--output-style=static'];

/** Everything that needs no test run, in the order in which it is cheapest to know. */
export const CHECKS: readonly Step[] = [
  { name: 'format', script: ['node_modules/prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn'] },
  { name: 'types', script: [NX, 'run', 'workspace:types', '--output-style=static'], isBeside: true },
  { name: 'lint', script: nx('lint') },
  { name: 'boundaries', script: ['tools/boundaries/run.ts'] },
  { name: 'contracts', script: ['tools/contracts/run.ts', 'check'], isBeside: true },
];

export const TESTS: Step = { name: 'unit tests', script: ['tools/test.ts', '--kind', 'unit'] };

const ENVIRONMENT = { NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1' };

interface Ending {
  readonly code: number;
  readonly output: string;
}

function run(root: string, [script, ...args]: Step['script']): Promise<Ending> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      env: { ...process.env, ...ENVIRONMENT },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

interface Done extends Ending {
  readonly name: string;
  readonly seconds: number;
}

async function timed(root: string, { name, script }: Step): Promise<Done> {
  const start = performance.now();
  const ending = await run(root, script);
  return { ...ending, name, seconds: (performance.now() - start) / 1_000 };
}

/** Steps that run at a time. */
function turnsOf(steps: readonly Step[]): Step[][] {
  const turns: Step[][] = [];
  for (const step of steps) {
    const last = turns.at(-1);
    if (step.isBeside && last) last.push(step);
    else turns.push([step]);
  }
  return turns;
}

/** Runs the steps in their order, a line each; a step that fails shows all it said, and the rest still runs. */
export async function runChecks(
  root: string,
  steps: readonly Step[],
  print = (text: string): void => void process.stdout.write(text),
): Promise<Outcome> {
  let failed = 0;
  for (const turn of turnsOf(steps)) {
    for (const { name, seconds, code, output } of await Promise.all(turn.map((step) => timed(root, step)))) {
      print(`${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${code === 0 ? 'ok' : 'FAILED'}\n`);
      if (code === 0) continue;
      failed += 1;
      print(`${output.trimEnd()}\n\n`);
    }
  }
  return { passed: steps.length - failed, failed };
}
