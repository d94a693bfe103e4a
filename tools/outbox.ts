/** Outboxes: how much waits, and letting go of what was parked for its size. Needs a build. */
import { parseArgs } from 'node:util';
import { readOutboxDepth } from '@leadstream/messaging';
import { SERVICE_SCHEMAS, type ServiceSchema, serviceSchemaNamed, TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { givenSite } from './doctor/given-site.ts';

const USAGE = `Usage: npm run outbox -- list [--slice <app>]
       npm run outbox -- release --slice <app>
"release" lets parked events go, once the topic takes their size (npm run topics); it waits for its turn with the relay.
Database: as for npm run doctor, whose relay role it uses.`;

class UsageError extends Error {}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { slice: { type: 'string' } } });

async function asRelay<T>(slice: ServiceSchema, work: (database: TenantDatabase) => Promise<T>): Promise<T> {
  const site = await givenSite([slice]);
  const database = new TenantDatabase({ url: site.addresses.relayUrl(slice), poolSize: 1, applicationName: 'outbox-tool' });
  return work(database).finally(() => database.end());
}

async function list(): Promise<void> {
  for (const slice of values.slice === undefined ? SERVICE_SCHEMAS : [serviceSchemaNamed(values.slice)]) {
    const found = await asRelay(slice, (database) => database.withoutTenant((tx) => readOutboxDepth(tx)));
    const { depth = 0, parked = 0, oldestSeconds = 0 } = found ?? {};
    console.log(
      `${slice.padEnd(14)}${depth} wait, ${parked} of them parked${depth > 0 ? `, the oldest for ${Math.round(oldestSeconds)} s` : ''}`,
    );
  }
}

async function release(): Promise<void> {
  if (values.slice === undefined) throw new UsageError('which slice? say --slice');
  const statement = 'SELECT release_parked_events() AS released';
  const slice = serviceSchemaNamed(values.slice);
  const row = await asRelay(slice, (database) => database.withoutTenant((tx) => tx.queryOne<{ released: number }>(statement)));
  console.log(`${row?.released ?? 0} released; see: npm run outbox -- list --slice ${slice}`);
}

async function main([command]: readonly string[]): Promise<void> {
  configureLogger({ service: 'tools', level: 'silent' });
  switch (command) {
    case 'list':
      return list();
    case 'release':
      return release();
    default:
      throw new UsageError(`no such command: ${command ?? '(none)'}`);
  }
}

await main(positionals).catch((error: Error) => {
  console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
