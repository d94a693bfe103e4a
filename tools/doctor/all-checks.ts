import { jobs } from './checks/jobs/jobs.ts';
import { leftovers } from './checks/jobs/leftovers.ts';
import { consumerGroups } from './checks/messaging/consumer-groups.ts';
import { deadLetters } from './checks/messaging/dead-letters.ts';
import { outbox } from './checks/messaging/outbox.ts';
import { topics } from './checks/messaging/topics.ts';
import { connections } from './checks/postgres/connections.ts';
import { heldBackVacuum } from './checks/postgres/held-back-vacuum.ts';
import { migrations } from './checks/postgres/migrations.ts';
import { monthPartitions } from './checks/postgres/month-partitions.ts';
import { vacuum } from './checks/postgres/vacuum.ts';
import { apiKeys } from './checks/security/api-keys.ts';
import { encryption } from './checks/security/encryption.ts';
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
  encryption,
  apiKeys,
  connections,
  heldBackVacuum,
  vacuum,
];
