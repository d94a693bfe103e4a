import { APPS } from '../../../../infra/local/index.ts';
import type { Scenario } from '../stage.ts';

const ROUNDS = 5;
/** Requests in flight may go on for ten seconds; whoever needs longer was killed, not drained. */
const DRAINED_WITHIN_MS = 15_000;

/** SIGTERM of each app under load, and its start again: a rolling restart with one process each. */
export const drain: Scenario = {
  name: 'drain',
  title: 'SIGTERM drain of each app under load',
  async run(stage) {
    const rounds = stage.rounds ?? ROUNDS;
    const drainsMs: number[] = [];
    stage.load.start();
    for (const victim of stage.random.for('victims').shuffled(Array.from({ length: rounds }, () => APPS).flat())) {
      const tookMs = await stage.system.apps.drain(victim);
      drainsMs.push(tookMs);
      stage.demand(tookMs < DRAINED_WITHIN_MS, `${victim} took ${Math.round(tookMs)} ms to drain`);
      await stage.system.apps.restart(victim);
    }
    await stage.recovered();
    const sorted = drainsMs.toSorted((one, other) => one - other);
    stage.notes.push(
      `drained in ${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} ms (median), ${Math.round(sorted.at(-1) ?? 0)} ms at worst`,
    );
    return stage.end(`${rounds} × SIGTERM and start of each of ${APPS.length} apps`);
  },
};
