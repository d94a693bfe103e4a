import { setTimeout as pause } from 'node:timers/promises';
import { acknowledged, begun } from '../../probes/acks.ts';
import { readGauge } from '../../probes/gauges.ts';
import type { Scenario, Stage } from '../../stage.ts';

const AWAY_S = [1, 10, 60];
/** From such an absence on, what waits must have become visible. */
const VISIBLE_FROM_S = 10;
const BEFORE_MS = 3_000;
const IN_FLIGHT = 40;

/** Writes go on while the broker is away, wait in the outbox, and can be seen there. */
async function awayFor(stage: Stage, seconds: number): Promise<void> {
  const { system, ledger } = stage;
  const lead = system.apps.managementUrl('lead');
  const before = { acked: acknowledged(ledger), begun: begun(ledger) };
  await pause(seconds * 1_000);
  const during = { acked: acknowledged(ledger) - before.acked, begun: begun(ledger) - before.begun };
  stage.demand(
    during.acked >= during.begun - IN_FLIGHT,
    `${seconds} s without broker: ${during.acked} of ${during.begun} writes were acknowledged`,
  );
  if (seconds < VISIBLE_FROM_S) return;
  const [depth, oldestS] = [await readGauge(lead, 'messaging_outbox_depth'), await readGauge(lead, 'messaging_outbox_oldest')];
  stage.demand(depth > 0, `${seconds} s without broker: the outbox of lead shows a depth of ${depth}`);
  stage.demand(oldestS > seconds / 2, `${seconds} s without broker: the oldest event of lead shows an age of ${oldestS.toFixed(1)} s`);
  stage.notes.push(
    `broker away for ${seconds} s: ${during.acked} of ${during.begun} writes acknowledged; lead's outbox ${depth} deep, oldest ${oldestS.toFixed(0)} s`,
  );
}

/** kill -9 of the broker, and back after 1, 10 and 60 seconds. */
export const brokerKill: Scenario = {
  name: 'broker-kill',
  title: 'broker kill -9, back after 1, 10 and 60 s',
  async run(stage) {
    const { system, load } = stage;
    const absences = AWAY_S.slice(0, stage.rounds ?? AWAY_S.length);
    load.start();
    for (const seconds of absences) {
      await pause(BEFORE_MS);
      system.servers.signal('kafka', 'SIGKILL');
      await system.servers.gone('kafka');
      await awayFor(stage, seconds);
      await system.servers.start('kafka');
      await stage.recovered();
    }
    return stage.end(`kill -9, away for ${absences.join(', ')} s`);
  },
};
