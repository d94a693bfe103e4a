import { allGroups, type GroupContract } from '@leadstream/contracts';
import type { KafkaAdmin } from '@leadstream/messaging';
import { appOf, type ServiceSchema } from '@leadstream/persistence';
import { logsOf, restart } from '../../commands.ts';
import type { Check } from '../../finding.ts';
import { rowsOf, type Site } from '../../site.ts';
import { groupProblems, type GroupState } from './group-problems.ts';

/** A running consumer that is at the end notes so every second; what came later waits since then at the longest. */
const PROGRESS = `SELECT topic, partition, high_water::float8 AS "highWater",
    extract(epoch FROM now() - CASE WHEN high_water >= log_end THEN updated_at ELSE coalesce(last_record_at, updated_at) END)::float8 AS "lagSeconds"
  FROM consumer_progress WHERE consumer_group = $1`;

interface ProgressRow {
  readonly topic: string;
  readonly partition: number;
  readonly highWater: number;
  readonly lagSeconds: number;
}

/** The order matters: effects precede the broker's mark, and records precede both. */
async function stateOf(site: Site, admin: KafkaAdmin, slice: ServiceSchema, { name, topics }: GroupContract): Promise<GroupState> {
  const { topicPrefix } = site;
  const present = new Set(await admin.listTopics());
  const names = topics.map((topic) => topicPrefix + topic.name).filter((topic) => present.has(topic));
  const [size] = await admin.groupSizes([topicPrefix + name]);
  const committed = await admin.committedOffsets(topicPrefix + name, names);
  const progress = await rowsOf<ProgressRow>(site.owner(slice), PROGRESS, [name]);
  const bounds = await admin.listOffsets(names);
  const partitions = bounds.map(({ topic, partition, low, end }) => {
    const plain = topic.slice(topicPrefix.length);
    const mark = committed.find((one) => one.topic === topic && one.partition === partition);
    const row = progress.find((one) => one.topic === plain && one.partition === partition);
    return { topic: plain, partition, low, end, committed: mark?.offset ?? -1, progress: row };
  });
  return { group: name, members: size?.members ?? 0, partitions };
}

/** Whether each group is there, keeps up, and stands where the broker believes it to stand. */
export const consumerGroups: Check = {
  name: 'consumer-groups',
  runbook: 'consumers',
  needs: ['postgres', 'kafka'],
  find: async (site) => {
    const admin = await site.kafka.admin();
    const groupsOf = (slice: ServiceSchema): GroupContract[] => allGroups.filter(({ name }) => name.startsWith(`${appOf(slice)}.`));
    const examined = site.slices.flatMap((slice) =>
      groupsOf(slice).map(async (group) =>
        groupProblems(await stateOf(site, admin, slice, group), { restart: restart(site, slice), logs: logsOf(site, slice) }),
      ),
    );
    return (await Promise.all(examined).finally(() => admin.close())).flat();
  },
};
