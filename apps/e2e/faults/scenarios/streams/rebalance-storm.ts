import { setTimeout as pause } from 'node:timers/promises';
import type { Replica } from '../../../../../infra/local/index.ts';
import { SERVICES } from '../../network.ts';
import type { Scenario, Stage } from '../../stage.ts';

const ROUNDS = 5;
const MEMBERS_A_ROUND = 8;
/** Members that are there at once besides the lasting ones. */
const AT_ONCE = 3;
const EVERY_MS = 1_000;

/** Takes a member out: in order, or without a word. */
async function leave(replica: Replica, isSudden: boolean): Promise<void> {
  if (isSudden) replica.process.kill('SIGKILL');
  await replica.process.stop();
}

async function storm(stage: Stage, members: number): Promise<number> {
  const { system, random } = stage;
  const chance = random.for('storm');
  const readers = SERVICES.filter((service) => service !== 'lead');
  const present: Replica[] = [];
  let sudden = 0;
  for (let member = 0; member < members; member += 1) {
    const app = chance.pick(readers);
    const [replica] = await Promise.all([
      system.apps.addReplica(app, { name: `storm-${member}`, variables: { ROLE: 'worker' } }),
      pause(EVERY_MS),
    ]);
    present.push(replica);
    if (present.length < AT_ONCE) continue;
    const isSudden = chance.chance(0.3);
    sudden += Number(isSudden);
    const [oldest] = present.splice(chance.whole(0, present.length - 1), 1);
    if (oldest) await leave(oldest, isSudden);
    if ((member + 1) % 10 === 0) stage.say(`${member + 1} of ${members} members`);
  }
  await Promise.all(present.map((replica) => leave(replica, false)));
  return sudden;
}

/** Members of every group join and leave about every second, some of them by kill -9. */
export const rebalanceStorm: Scenario = {
  name: 'rebalance-storm',
  title: 'rebalance storm: members join and leave every second',
  async run(stage) {
    const members = (stage.rounds ?? ROUNDS) * MEMBERS_A_ROUND;
    stage.load.start();
    const sudden = await storm(stage, members);
    await stage.recovered();
    return stage.end(`${members} members joined and left, ${sudden} by kill -9`);
  },
};
