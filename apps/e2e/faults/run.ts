import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { build, stopStack } from '../../../infra/local/index.ts';
import { closingLines, passed, type Run, TABLE_HEAD, tableRow } from './report.ts';

const STACK = 'faults';

/** `npm run faults`: brings up a system of its own, hurts it under load, compares what was acknowledged with what is there. */
async function main(): Promise<void> {
  const options = {
    seed: { type: 'string' },
    rounds: { type: 'string' },
    brief: { type: 'boolean', default: false },
    json: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (!Number.isInteger(seed) || (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)))
    return usage('seed and rounds are whole numbers');
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  await build();
  // What follows imports libraries that may not have been built before.
  const [{ runScenarios }, { SCENARIOS }] = await Promise.all([import('./run-scenarios.ts'), import('./scenarios.ts')]);
  const names = SCENARIOS.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) return usage(`there is no scenario ${unknown.join(', ')}; there are ${names.join(', ')}`);
  say(`seed ${seed}, ${machine()}`);
  const runs = await runScenarios({
    scenarios: positionals.length > 0 ? SCENARIOS.filter(({ name }) => positionals.includes(name)) : SCENARIOS,
    seed,
    stackName: STACK,
    intensity: { brief: values.brief, ...(rounds !== undefined && { rounds }) },
    say,
    onRun: (run) => closingLines(run).forEach(say),
  });
  [...TABLE_HEAD, ...runs.map(tableRow)].forEach(say);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result(seed, runs), null, 2)}\n`);
  if (!runs.every(passed)) process.exitCode = 1;
}

function usage(problem: string): void {
  process.stderr.write(`${problem}\nusage: npm run faults -- [scenario...] [--seed N] [--rounds N] [--brief] [--json FILE]\n`);
  process.exitCode = 2;
}

function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

function result(seed: number, runs: readonly Run[]): object {
  const of = ({ scenario: { name, title }, ...run }: Run): object => ({
    name,
    title,
    holds: passed({ scenario: { name, title }, ...run }),
    ...run,
  });
  return { seed, machine: machine(), ranAt: new Date().toISOString(), runs: runs.map(of) };
}

/** Servers and apps outlive their launcher, so an aborted run takes them along. */
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopStack(STACK, { wipe: true }).finally(() => process.exit(130)));

await main();
/** A connection that was reset in the middle of a write can keep Node (24.21) for ever in the clean-up before its end. */
process.exit();
