import { type AppName, schemaOf } from '../../../../infra/local/index.ts';
import type { Ending } from '../proxy/inspector.ts';
import { KAFKA_API } from '../proxy/kafka-inspector.ts';
import type { Scenario, Stage } from '../stage.ts';

const ROUNDS = 5;
/** Passages that are let through before the strike, at most. */
const MOST_SPARED = 15;
const STRIKES_WITHIN_MS = 60_000;

/** A moment between two steps that only a crash at that very moment can tear apart. */
interface CrashPoint {
  readonly name: string;
  readonly victims: readonly AppName[];
  /** Calls `strike` when the moment is there; what it returns is done to the connection. */
  arm(stage: Stage, victim: AppName, strike: () => Ending | undefined): void;
}

const CRASH_POINTS: readonly CrashPoint[] = [
  {
    name: 'commit → ack',
    victims: ['lead', 'engagement', 'email-events', 'compliance', 'analytics'],
    arm: ({ system }, victim, strike) => {
      const role = `${schemaOf(victim)}_service`;
      system.network.of[victim].tap.onCommitAnswer = ({ user }) => (user === role ? strike() : undefined);
    },
  },
  {
    name: 'publish → mark',
    victims: ['lead', 'engagement', 'email-events', 'compliance'],
    arm: ({ system }, victim, strike) => {
      system.network.of[victim].tap.onKafkaFrame = ({ api, side }) =>
        api === KAFKA_API.produce && side === 'answer' ? strike() : undefined;
    },
  },
  {
    name: 'effect → offset',
    victims: ['engagement', 'email-events', 'compliance', 'analytics'],
    arm: ({ system }, victim, strike) => {
      system.network.of[victim].tap.onKafkaFrame = ({ api, side }) =>
        api === KAFKA_API.offsetCommit && side === 'request' ? strike() : undefined;
    },
  },
];

/** Kills the victim at the point, before it can hear or say anything more. @returns false when the moment never came */
async function crash(stage: Stage, victim: AppName, point: CrashPoint): Promise<boolean> {
  const { system, random } = stage;
  let spared = random.for(`${point.name} ${victim} ${stage.recoveriesMs.length}`).whole(0, MOST_SPARED);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), STRIKES_WITHIN_MS);
  point.arm(stage, victim, () => {
    if (spared > 0) return void (spared -= 1);
    system.apps.kill(victim, 'SIGKILL');
    resolve(true);
    return 'swallow';
  });
  const struck = await promise;
  clearTimeout(timer);
  const { tap, postgres, kafka } = system.network.of[victim];
  Object.assign(tap, { onCommitAnswer: undefined, onKafkaFrame: undefined });
  // The dead end of a swallowed connection is closed as the kernel of a dead process would.
  for (const proxy of [postgres, kafka]) proxy.heal();
  await system.apps.restart(victim);
  return struck;
}

/** Crashes exactly between two steps, by killing the process when the first one's answer or the second one's request passes. */
export const crashPoints: Scenario = {
  name: 'crash-points',
  title: 'crash between commit and ack, publish and mark, effect and offset',
  async run(stage) {
    const rounds = stage.rounds ?? ROUNDS;
    let struck = 0;
    stage.load.start();
    for (const point of CRASH_POINTS) {
      for (const victim of stage.brief ? [stage.random.for(point.name).pick(point.victims)] : point.victims) {
        for (let round = 0; round < rounds; round += 1) {
          const hit = await crash(stage, victim, point);
          stage.demand(hit, `${victim}: the moment ${point.name} did not come`);
          struck += hit ? 1 : 0;
        }
        await stage.recovered();
        stage.say(`${point.name} of ${victim}`);
      }
    }
    return stage.end(`${struck} crashes, ${rounds} at each point of each victim`);
  },
};
