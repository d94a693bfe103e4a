/** Makes a consumer group read its topics again. Needs a build. */
import { parseArgs } from 'node:util';
import { allGroups, type GroupContract } from '@leadstream/contracts';
import { rewindGroup } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { localDatabaseUrl } from './database/local-database.ts';

const USAGE = `Usage: npm run replay -- --group <app>.<purpose> --from beginning
The group reads its topics again from the first record they still hold; its members may run on. Events that it has in its
inbox, or in the audit trail, change nothing. To build a read model anew, empty its tables and the group's rows of "inbox" first, in one transaction.
Database: DATABASE_URL of the app that the group belongs to, else that of the running local stack.
Groups: ${allGroups.map(({ name }) => name).join(', ')}`;

class UsageError extends Error {}

function chosen(): GroupContract {
  const { values } = parseArgs({ options: { group: { type: 'string' }, from: { type: 'string' } } });
  const group = allGroups.find(({ name }) => name === values.group);
  if (!group) throw new UsageError(values.group === undefined ? 'which group?' : `there is no group ${values.group}`);
  if (values.from !== 'beginning') throw new UsageError('say --from beginning');
  return group;
}

async function main(): Promise<void> {
  const group = chosen();
  const [app = ''] = group.name.split('.');
  configureLogger({ service: 'tools', level: 'silent' });
  const database = new TenantDatabase({ url: await localDatabaseUrl(app), poolSize: 1, applicationName: 'replay' });
  try {
    const rewound = await rewindGroup(database, group);
    for (const { topic, partition, from } of rewound) console.log(`${topic}/${partition}: from ${from} back to the beginning`);
    console.log(`${rewound.length} partitions of ${group.name}`);
  } finally {
    await database.end();
  }
}

await main().catch((error: Error) => {
  console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
