import { fileURLToPath } from 'node:url';
import { build } from '../infra/local/index.ts';
import { findSpecs, parseSelection, type Selection, type SpecFiles } from './specs/find-specs.ts';
import { lanesOf } from './specs/lanes.ts';
import { projectsToBuild } from './specs/projects-to-build.ts';
import { runJest } from './specs/run-jest.ts';
import { addReport, NOTHING_RUN, summary, type Tally } from './specs/tally.ts';
import { type TestEnvironment, withTestServers } from './specs/test-servers.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Servers must end in order, so an interrupt ends Jest first and then goes the usual way out. */
function interruptionOf(process: NodeJS.Process): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
  return interruption.signal;
}

async function run(work: readonly SpecFiles[], { pooled }: Selection, interruption: AbortSignal): Promise<Tally> {
  const runAll = async (environment: TestEnvironment): Promise<Tally> => {
    let tally = NOTHING_RUN;
    for (const lanes of work.map(lanesOf)) {
      if (interruption.aborted) return addReport(tally, undefined);
      const reports = await Promise.all(lanes.map((lane) => runJest({ ...lane, root: ROOT, environment, interruption })));
      tally = reports.reduce(addReport, tally);
    }
    return tally;
  };
  return work.some(({ kind }) => kind !== 'unit') ? withTestServers(runAll, { pooled }) : runAll({});
}

async function main(): Promise<Tally> {
  const selection = parseSelection(process.argv.slice(2));
  const { kinds, paths } = selection;
  const work = kinds.map((kind) => ({ kind, files: findSpecs(ROOT, kind, paths) })).filter(({ files }) => files.length > 0);
  if (work.length === 0) throw new Error(`No spec (${kinds.join(', ')}) matches ${paths.join(' ')}`);
  const interruption = interruptionOf(process);
  const projects = projectsToBuild(work);
  if (projects?.length !== 0) await build(projects);
  return run(work, selection, interruption);
}

const tally = await main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  return addReport(NOTHING_RUN, undefined);
});
process.stdout.write(summary(tally));
process.exitCode = tally.failed > 0 ? 1 : 0;
