import { schemaOf } from '../../../../infra/local/index.ts';
import { SERVICES } from '../network.ts';
import { KAFKA_API } from '../proxy/kafka-inspector.ts';
import type { Scenario } from '../stage.ts';

const ROUNDS = 40;
const EVERY = 6;
const WITHIN_MS = 180_000;

/** Connections that are reset after a COMMIT, a publication or an offset was carried out and before its answer; every process lives on. */
export const lostAnswers: Scenario = {
  name: 'lost-answers',
  title: 'reset after commit, after publish and after offset commit',
  async run(stage) {
    const rounds = stage.rounds ?? ROUNDS;
    const chance = stage.random.for('answers');
    let left = rounds * SERVICES.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const service of SERVICES) {
      const { tap } = stage.system.network.of[service];
      let quota = rounds;
      const strike = (): 'reset' | undefined => {
        if (quota === 0 || !chance.chance(1 / EVERY)) return undefined;
        quota -= 1;
        left -= 1;
        if (left === 0) resolve();
        return 'reset';
      };
      tap.onCommitAnswer = ({ user }) => (user.startsWith(schemaOf(service)) ? strike() : undefined);
      tap.onKafkaFrame = ({ api, side }) =>
        side === 'answer' && (api === KAFKA_API.produce || api === KAFKA_API.offsetCommit) ? strike() : undefined;
    }
    const timer = setTimeout(resolve, WITHIN_MS);
    stage.load.start();
    await promise;
    clearTimeout(timer);
    stage.demand(left === 0, `${left} answers could not be taken`);
    stage.system.network.heal();
    await stage.recovered();
    return stage.end(`${rounds * SERVICES.length - left} answers of Postgres and Kafka lost by reset`);
  },
};
