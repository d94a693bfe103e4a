/** What is wrong with an installation, on one page, with the command that mends each thing. Changes nothing. Needs a build. */
import { parseArgs } from 'node:util';
import { type Schema, schemaNamed, SCHEMAS } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { examine } from './doctor/examine.ts';
import { givenSite } from './doctor/given-site.ts';
import { exitCodeOf, pageOf } from './doctor/page.ts';

const USAGE = `Usage: npm run doctor [-- --json] [--slice <app>|vault]...
Postgres and passwords: as for npm run migrate (MIGRATION_DATABASE_URL ...); ADMIN_DATABASE_URL sees other roles' sessions too.
Kafka: KAFKA_BROKERS. Redis: REDIS_URL. Keys: ENCRYPTION_KEYS, as the apps have it. Without MIGRATION_DATABASE_URL: the local stack.
Exit code: 0 nothing critical, 2 something critical, 1 could not look.`;

function wanted(): { readonly json: boolean; readonly schemas: readonly Schema[] } {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, slice: { type: 'string', multiple: true } } });
  return { json: values.json, schemas: values.slice?.map(schemaNamed) ?? SCHEMAS };
}

async function main(): Promise<void> {
  configureLogger({ service: 'tools', level: 'silent' });
  const { json, schemas } = wanted();
  const site = await givenSite(schemas);
  const report = await examine(site).finally(() => site.close());
  const text = json ? JSON.stringify(report, undefined, 2) : pageOf(report).join('\n');
  // A client that still tries to reach a dead broker must not keep the command.
  process.stdout.write(`${text}\n`, () => process.exit(exitCodeOf(report)));
}

await main().catch((error: Error) => {
  const isUsage = error instanceof RangeError || 'code' in error;
  console.error(isUsage ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 1;
});
