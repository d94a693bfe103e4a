import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { levelOf, type Reader, untilLagIs } from '../../probes/lag.ts';
import type { Scenario, Stage } from '../../stage.ts';

const AWAY_S = 30;
const PER_SECOND = 60;
const LEAST_RATIO = 3;
const READER: Reader = { slice: 'analytics', group: 'analytics.lead-lifecycle', topic: 'crm.lead.v1' };

/** From the command to start the app until it is within a second of arrival: start, join and catching up. */
async function measure(stage: Stage, client: pg.Client): Promise<void> {
  const { system } = stage;
  system.apps.kill('analytics', 'SIGTERM');
  const before = await levelOf(client, system, READER);
  await pause(AWAY_S * 1_000);
  const waiting = await levelOf(client, system, READER);
  const arrivalPerSecond = (waiting.end - before.end) / AWAY_S;
  const startedMs = performance.now();
  const [, after] = await Promise.all([system.apps.restart('analytics'), untilLagIs(client, system, READER, arrivalPerSecond)]);
  const seconds = (performance.now() - startedMs) / 1_000;
  const drainPerSecond = (after.applied - waiting.applied) / seconds;
  const ratio = drainPerSecond / arrivalPerSecond;
  stage.demand(ratio >= LEAST_RATIO, `drained at ${ratio.toFixed(1)} × arrival`);
  stage.notes.push(
    `${waiting.end - waiting.applied} records waited, ${arrivalPerSecond.toFixed(0)} more came a second; ` +
      `drained in ${seconds.toFixed(1)} s, start of the process included: ${ratio.toFixed(1)} × arrival`,
  );
}

/** A consumer that was away works off what waits while as much comes in as before. */
export const catchUp: Scenario = {
  name: 'catch-up',
  title: 'consumer stopped for a time, catches up while load goes on',
  load: { perSecond: PER_SECOND, mix: { capture: 60, update: 20, status: 20 } },
  async run(stage) {
    const { system, load } = stage;
    const rounds = stage.rounds ?? 3;
    const client = new pg.Client({ connectionString: system.adminUrl });
    await client.connect();
    load.start();
    try {
      for (let round = 0; round < rounds; round += 1) {
        await pause(2_000);
        await measure(stage, client);
      }
    } finally {
      await client.end();
    }
    await stage.recovered();
    return stage.end(`${rounds} × analytics stopped for ${AWAY_S} s at ${PER_SECOND} operations a second`);
  },
};
