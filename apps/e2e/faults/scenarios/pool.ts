import { setTimeout as pause } from 'node:timers/promises';
import { SERVICES } from '../network.ts';
import type { Scenario } from '../stage.ts';

const LASTS_MS = 30_000;
const BRIEFLY_MS = 10_000;

/** Far more work than two connections behind a slow way can carry: requests must be refused or wait, never be half done. */
export const exhaustedPool: Scenario = {
  name: 'pool',
  title: 'connection pools exhausted',
  variables: { DATABASE_POOL_SIZE: '2' },
  load: { perSecond: 60 },
  async run(stage) {
    const lastsMs = stage.brief ? BRIEFLY_MS : LASTS_MS;
    const ways = SERVICES.map((service) => stage.system.network.of[service].postgres);
    stage.load.start();
    for (const way of ways) way.set({ latencyMs: 75 });
    await pause(lastsMs);
    const { unanswered } = stage.ledger.summary();
    for (const way of ways) way.heal();
    await stage.recovered();
    stage.notes.push(`${unanswered} operations were turned away or without answer, ${stage.load.notBegun} not begun because 200 waited`);
    stage.demand(unanswered + stage.load.notBegun > 0, 'the pools were never exhausted');
    return stage.end(`two connections a service, 150 ms a round trip, 60 operations a second for ${lastsMs / 1_000} s`);
  },
};
