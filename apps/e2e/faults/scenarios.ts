import { crashPoints } from './scenarios/crash-points.ts';
import { drain } from './scenarios/drain.ts';
import { frozenProcess } from './scenarios/freeze.ts';
import { frozenUpstream } from './scenarios/frozen-upstream.ts';
import { kill } from './scenarios/kill.ts';
import { lostAnswers } from './scenarios/lost-answers.ts';
import { badNetwork } from './scenarios/network.ts';
import { noisyTenant } from './scenarios/noisy-tenant.ts';
import { exhaustedPool } from './scenarios/pool.ts';
import { twoVersions } from './scenarios/two-versions.ts';
import { brokerKill } from './scenarios/servers/broker-kill.ts';
import { postgresStop } from './scenarios/servers/postgres-stop.ts';
import { redisLoss } from './scenarios/servers/redis-loss.ts';
import { catchUp } from './scenarios/streams/catch-up.ts';
import { partitionGrowth } from './scenarios/streams/partition-growth.ts';
import { rebalanceStorm } from './scenarios/streams/rebalance-storm.ts';
import { replay } from './scenarios/streams/replay.ts';
import type { Scenario } from './stage.ts';

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  kill,
  crashPoints,
  lostAnswers,
  frozenProcess,
  drain,
  badNetwork,
  frozenUpstream,
  twoVersions,
  exhaustedPool,
  noisyTenant,
  postgresStop,
  brokerKill,
  redisLoss,
  rebalanceStorm,
  catchUp,
  replay,
  partitionGrowth,
];
