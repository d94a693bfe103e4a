import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario } from '../../stage.ts';

const ROUNDS = 5;

/** Postgres ends at once, as in a power cut (`pg_ctl stop -m immediate`), and recovers from its log. */
export const postgresStop: Scenario = {
  name: 'postgres-stop',
  title: 'Postgres immediate stop and restart under load',
  async run(stage) {
    const { system, load, random } = stage;
    const rounds = stage.rounds ?? ROUNDS;
    const moments = random.for('moments');
    load.start();
    for (let round = 0; round < rounds; round += 1) {
      await pause(moments.whole(2_000, 5_000));
      system.servers.signal('postgres', 'SIGQUIT');
      await system.servers.gone('postgres');
      await pause(moments.whole(0, 4_000));
      await system.servers.start('postgres');
      await stage.recovered();
    }
    return stage.end(`${rounds} × immediate stop, away up to 4 s`);
  },
};
