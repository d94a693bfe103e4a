import { setTimeout as pause } from 'node:timers/promises';
import { kafkaOf, topicEnds } from '../../reconcile/read-topics.ts';
import { isClean, untilAtRest } from '../../reconcile/reconcile.ts';
import { type Scenario, Stage } from '../../stage.ts';

const TOPIC = 'crm.lead.v1';
const ADDED = 2;
const LOAD_MS = 5_000;

/** @returns how many partitions there were */
async function addPartitions({ system }: Stage): Promise<number> {
  const kafka = kafkaOf(system.brokers);
  const topic = system.topicPrefix + TOPIC;
  const before = (await topicEnds(kafka, [topic])).length;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic, count: before + ADDED }] }).finally(() => admin.disconnect());
  return before;
}

/**
 * A topic gets more partitions while its readers run and are at rest: then an aggregate's next event cannot overtake those in the
 * partition that it leaves. What lands in the new partitions is read, from their beginning, without a restart.
 */
export const partitionGrowth: Scenario = {
  name: 'partition-growth',
  title: 'partitions added to a topic whose readers run',
  async run(stage) {
    const { system, load, random, say } = stage;
    load.start();
    await pause(LOAD_MS);
    await load.stop();
    await untilAtRest(system);
    const before = await addPartitions(stage);
    const later = await Stage.set('later', { system, random: random.for('later'), intensity: {}, say });
    later.load.start();
    await pause(LOAD_MS);
    const outcome = await later.end('');
    stage.demand(isClean(outcome), `after the growth: ${JSON.stringify(outcome.findings)}`);
    stage.notes.push(
      `${outcome.operations} operations on new leads after the growth; at rest ${(outcome.restAfterMs / 1_000).toFixed(0)} s later`,
    );
    return stage.end(`${TOPIC}: ${before} to ${before + ADDED} partitions`);
  },
};
