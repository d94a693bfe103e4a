import { apiKeys } from './checks/api-keys.ts';
import { connections } from './checks/connections.ts';
import { consumerGroups } from './checks/consumer-groups.ts';
import { deadLetters } from './checks/dead-letters.ts';
import { heldBackVacuum } from './checks/held-back-vacuum.ts';
import { jobs } from './checks/jobs.ts';
import { leftovers } from './checks/leftovers.ts';
import { migrations } from './checks/migrations.ts';
import { monthPartitions } from './checks/month-partitions.ts';
import { outbox } from './checks/outbox.ts';
import { topics } from './checks/topics.ts';
import { vacuum } from './checks/vacuum.ts';
import type { Check } from './finding.ts';

/** Everything the doctor looks at once the servers answer; a new check stands here and nowhere else. */
export const ALL_CHECKS: readonly Check[] = [
  migrations,
  topics,
  outbox,
  consumerGroups,
  deadLetters,
  jobs,
  monthPartitions,
  leftovers,
  apiKeys,
  connections,
  heldBackVacuum,
  vacuum,
];
