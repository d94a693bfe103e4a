/** Timed jobs of a slice: how they stand, what they ran, and a run by hand. Needs a build. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { type JobHistoryEntry, type JobState, readJobHistory, readJobStates, requestRun } from '@leadstream/jobs';
import { type Schema, schemaNamed, SERVICE_SCHEMAS, TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { readStack, roleUrl, stackFolder, stackSecrets } from '../infra/local/index.ts';

const USAGE = `Usage: npm run jobs -- list [--slice <app>]
       npm run jobs -- history <job> --slice <app> [--limit 20]
       npm run jobs -- run <job> --slice <app>
"run" asks for a run now: a worker of the slice takes it up within a second or so, and "history" shows who asked.
Database: LEAD_DATABASE_URL and so on, of the slice's service role, else the running local stack.`;

const DATABASE = 'leadstream';
const COLUMN = 34;

class UsageError extends Error {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { slice: { type: 'string' }, limit: { type: 'string', default: '20' } },
});

async function urlOf(schema: Schema): Promise<string> {
  const variable = `${schema.toUpperCase()}_DATABASE_URL`;
  const given = process.env[variable];
  if (given) return given;
  const stack = await readStack('dev');
  if (!stack) throw new Error(`No database: set ${variable}, or start the local stack (npm start)`);
  const { rolePassword } = stackSecrets(stackFolder('dev'));
  return roleUrl({ postgresAdminUrl: stack.postgres.adminUrl, database: DATABASE, rolePassword }, `${schema}_service`);
}

async function inSlice<T>(schema: Schema, work: (database: TenantDatabase) => Promise<T>): Promise<T> {
  const database = new TenantDatabase({ url: await urlOf(schema), poolSize: 1, applicationName: 'jobs-tool' });
  return work(database).finally(() => database.end());
}

const instant = (at: Date | null): string => (at === null ? 'never' : at.toISOString().replace(/\.\d+Z$/, 'Z'));

function stateLine(schema: Schema, state: JobState): string {
  const { name, condition, cadence, zone, nextDueAt, lastSuccessAt, lateSeconds, lastErrorCode, holder } = state;
  const trouble = [
    ...(lateSeconds > 0 ? [`late by ${Math.round(lateSeconds)} s`] : []),
    ...(lastErrorCode === null ? [] : [`last failure ${lastErrorCode}`]),
    ...(holder === null ? [] : [`held by ${holder}`]),
  ].join(', ');
  const rhythm = `${cadence} (${zone}), next ${instant(nextDueAt)}, last success ${instant(lastSuccessAt)}`;
  return `${condition.padEnd(8)} ${`${schema} ${name}`.padEnd(COLUMN)} ${rhythm}${trouble && `; ${trouble}`}`;
}

function runLine(run: JobHistoryEntry): string {
  const reason = run.cause === 'request' ? `asked for by ${run.requestedBy}` : run.isCatchUp ? 'caught up' : 'on time';
  const took = run.endedAt === null ? '' : `, ${run.endedAt.getTime() - run.startedAt.getTime()} ms`;
  const detail = run.errorCode ?? JSON.stringify(run.figures);
  return `${instant(run.scheduledFor)} ${run.outcome.padEnd(9)} ${reason}, attempt ${run.attempt}, fence ${run.fence}, ${run.holder}${took}  ${detail}`;
}

async function list(): Promise<void> {
  for (const schema of values.slice === undefined ? SERVICE_SCHEMAS : [schemaNamed(values.slice)]) {
    for (const state of await inSlice(schema, readJobStates)) console.log(stateLine(schema, state));
  }
}

async function withJob<T>(job: string | undefined, work: (database: TenantDatabase, job: string) => Promise<T>): Promise<T> {
  const { slice } = values;
  if (job === undefined) throw new UsageError('which job?');
  if (slice === undefined) throw new UsageError('which slice? say --slice');
  return inSlice(schemaNamed(slice), (database) => work(database, job));
}

async function history(database: TenantDatabase, job: string): Promise<void> {
  const limit = Number(values.limit);
  if (!Number.isSafeInteger(limit) || limit <= 0) throw new UsageError('--limit takes a number');
  for (const run of await database.withoutTenant((tx) => readJobHistory(tx, job, limit))) console.log(runLine(run));
}

async function run(database: TenantDatabase, job: string): Promise<void> {
  const at = await database.withoutTenant((tx) => requestRun(tx, job, userInfo().username));
  console.log(`asked for, as of ${instant(at)}; see: npm run jobs -- history ${job} --slice ${values.slice}`);
}

async function main([command, job]: readonly string[]): Promise<void> {
  configureLogger({ service: 'tools', level: 'silent' });
  switch (command) {
    case 'list':
      return list();
    case 'history':
      return withJob(job, history);
    case 'run':
      return withJob(job, run);
    default:
      throw new UsageError(`no such command: ${command ?? '(none)'}`);
  }
}

await main(positionals).catch((error: Error) => {
  console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
