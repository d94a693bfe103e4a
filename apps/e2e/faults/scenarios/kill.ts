import { setTimeout as pause } from 'node:timers/promises';
import { type AppName, APPS } from '../../../../infra/local/index.ts';
import type { Scenario, Stage } from '../stage.ts';

const ROUNDS = 50;
/** Mostly short, so that a start is hit as well; sometimes long enough for dead members to leave their groups and work to flow. */
const SHORT_MS = 2_500;
const LONG_MS = 14_000;
const LONG_EVERY = 12;

async function killAll(stage: Stage, victims: readonly AppName[]): Promise<void> {
  const { system, random } = stage;
  const moments = random.for('moments');
  const starting = new Map<AppName, Promise<void>>();
  for (const [index, victim] of victims.entries()) {
    await pause(moments.chance(1 / LONG_EVERY) ? LONG_MS : moments.whole(50, SHORT_MS));
    await starting.get(victim);
    system.apps.kill(victim, 'SIGKILL');
    starting.set(victim, system.apps.restart(victim));
    if ((index + 1) % 25 === 0) stage.say(`${index + 1} of ${victims.length} kills`);
  }
  await Promise.all(starting.values());
}

/** kill -9 of every app, many times, in random order at random moments; other apps go on, and so does the load. */
export const kill: Scenario = {
  name: 'kill',
  title: 'kill -9 of each app at random moments',
  async run(stage) {
    const rounds = stage.rounds ?? ROUNDS;
    const victims = stage.random.for('victims').shuffled(APPS.flatMap((app) => Array.from({ length: rounds }, () => app)));
    stage.load.start();
    await killAll(stage, victims);
    await stage.recovered();
    return stage.end(`${rounds} × kill -9 of each of ${APPS.length} apps`);
  },
};
