import { allGroups, allTopics } from '@leadstream/contracts';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type AppName, roleUrl, schemaOf, stackSecrets } from '../../../../../infra/local/index.ts';
import { BUILT_AGAIN, BY_ITSELF, differences, emptyProjection, RECORDS, rowsOf, stateOf } from '../../replay/state.ts';
import { interleavedCopies, produce, readMessages } from '../../replay/topic-copies.ts';
import { kafkaOf } from '../../reconcile/read-topics.ts';
import { untilAtRest } from '../../reconcile/reconcile.ts';
import type { Scenario, Stage } from '../../stage.ts';

const REPOSITORY = fileURLToPath(new URL('../../../../..', import.meta.url));
const COPIES = 10;
const LOAD_MS = 10_000;
const KEYS_WITHIN_MS = 180_000;

const appOf = (group: string): AppName => group.split('.')[0] as AppName;

async function withClient<T>(stage: Stage, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: stage.system.adminUrl });
  await client.connect();
  return work(client).finally(() => client.end());
}

/** The state of before and after must be the same. */
async function expectSame(
  stage: Stage,
  when: string,
  leftOut: typeof BY_ITSELF,
  work: (client: pg.Client) => Promise<void>,
): Promise<number> {
  return withClient(stage, async (client) => {
    const before = await stateOf(client, leftOut);
    await work(client);
    await untilAtRest(stage.system);
    const different = differences(before, await stateOf(client, leftOut));
    stage.demand(different.length === 0, `${when}: ${different.join(', ')} changed`);
    return rowsOf(before);
  });
}

/** As an operator does it. */
async function rewind({ system }: Stage, group: string): Promise<void> {
  const { rolePassword } = stackSecrets(system.folder);
  const database = new URL(system.adminUrl).pathname.slice(1);
  const url = roleUrl({ postgresAdminUrl: system.adminUrl, database, rolePassword }, `${schemaOf(appOf(group))}_service`);
  const args = ['tools/replay.ts', '--group', group, '--from', 'beginning'];
  await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY, env: { DATABASE_URL: url } });
}

async function duplicate(stage: Stage, topics: readonly string[]): Promise<number> {
  const { system, random } = stage;
  const kafka = kafkaOf(system.brokers);
  let records = 0;
  for (const name of topics) {
    const topic = system.topicPrefix + name;
    const copies = interleavedCopies(await readMessages(kafka, topic), COPIES, random.for(name));
    await produce(kafka, topic, copies);
    records += copies.length;
  }
  return records;
}

/** What a job makes of the leads once a minute must not fall into the middle of a comparison. */
async function duplicateKeysMade(client: pg.Client): Promise<void> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < KEYS_WITHIN_MS) {
    const { rows } = await client.query('SELECT FROM lead.duplicate_backlog LIMIT 1');
    if (rows.length === 0) return;
    await pause(250);
  }
  throw new Error(`duplicate keys of leads were not made within ${KEYS_WITHIN_MS / 1_000} s`);
}

/** The load makes a state; whatever of it comes again must not change it, and what is emptied must come back as it was. */
export const replay: Scenario = {
  name: 'replay',
  title: 'every record × 10; full replay with inbox kept; every projection built again',
  async run(stage) {
    stage.load.start();
    await pause(LOAD_MS);
    await stage.load.stop();
    await untilAtRest(stage.system);
    await withClient(stage, duplicateKeysMade);
    let copies = 0;
    const rows = await expectSame(stage, `every record ${COPIES} times more`, BY_ITSELF, async () => {
      copies = await duplicate(
        stage,
        allTopics.map(({ name }) => name),
      );
    });
    for (const { name } of allGroups) {
      await expectSame(stage, `${name} reads again`, BY_ITSELF, () => rewind(stage, name));
      if (name in RECORDS) continue;
      await expectSame(stage, `${name} is built again`, BUILT_AGAIN, async (client) => {
        await emptyProjection(client, schemaOf(appOf(name)), name);
        await rewind(stage, name);
      });
    }
    stage.notes.push(`${rows} rows of every slice compared byte for byte after each step`);
    return stage.end(
      `${copies} records again; ${allGroups.length} groups rewound, ${allGroups.length - Object.keys(RECORDS).length} built again`,
    );
  },
};
