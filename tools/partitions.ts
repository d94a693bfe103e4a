/** Tables that are partitioned by months: what each month holds, and taking one out. Needs a build. */
import { parseArgs } from 'node:util';
import { detachMonthPartition, listMonthPartitions, SERVICE_SCHEMAS, serviceSchemaNamed } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { givenSite } from './doctor/given-site.ts';

const USAGE = `Usage: npm run partitions -- list [--slice <app>]
       npm run partitions -- detach --slice <app> --table <table> --month <YYYY-MM>
"detach" takes a month before the last out of its table while that is in use, and leaves it as a table that no service reads:
archive it or drop it. Interrupted, it is finished by the same command.
Database: as for npm run doctor, whose owner role it uses.`;
const MEBIBYTE = 2 ** 20;

class UsageError extends Error {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { slice: { type: 'string' }, table: { type: 'string' }, month: { type: 'string' } },
});

async function list(): Promise<void> {
  const slices = values.slice === undefined ? SERVICE_SCHEMAS : [serviceSchemaNamed(values.slice)];
  const site = await givenSite(slices);
  for (const slice of slices) {
    for (const { table, month, rows, bytes, isDetaching } of await listMonthPartitions(site.addresses.ownerUrl(slice))) {
      const held = rows < 0 ? 'rows not counted yet' : `about ${rows} rows`;
      console.log(`${slice}.${table} ${month}  ${(bytes / MEBIBYTE).toFixed(1)} MiB, ${held}${isDetaching ? ', being detached' : ''}`);
    }
  }
}

async function detach(): Promise<void> {
  const { slice, table, month } = values;
  if (slice === undefined || table === undefined || month === undefined) throw new UsageError('say --slice, --table and --month');
  const site = await givenSite([serviceSchemaNamed(slice)]);
  const name = await detachMonthPartition({ ownerUrl: site.addresses.ownerUrl(serviceSchemaNamed(slice)), table, month });
  if (name === undefined) throw new Error(`${slice}.${table} has no ${month}; see: npm run partitions -- list --slice ${slice}`);
  console.log(`${month} is out of ${slice}.${table} and stays as ${slice}.${name}`);
}

async function main([command]: readonly string[]): Promise<void> {
  configureLogger({ service: 'tools', level: 'silent' });
  switch (command) {
    case 'list':
      return list();
    case 'detach':
      return detach();
    default:
      throw new UsageError(`no such command: ${command ?? '(none)'}`);
  }
}

await main(positionals).catch((error: Error) => {
  console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
