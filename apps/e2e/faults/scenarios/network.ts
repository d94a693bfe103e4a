import { setTimeout as pause } from 'node:timers/promises';
import { APPS } from '../../../../infra/local/index.ts';
import { SERVICES } from '../network.ts';
import type { Conditions, TcpProxy } from '../proxy/tcp-proxy.ts';
import type { Scenario, Stage } from '../stage.ts';

const LASTS_MS = 20_000;
const BRIEFLY_MS = 6_000;

interface BadWay {
  readonly name: string;
  readonly ways: (stage: Stage) => readonly TcpProxy[];
  readonly conditions?: Partial<Conditions>;
  /** Breaks what is open and lets nobody in while it lasts. */
  readonly refuses?: boolean;
}

const postgres = ({ system }: Stage): TcpProxy[] => APPS.map((app) => system.network.of[app].postgres);
const kafka = ({ system }: Stage): TcpProxy[] => APPS.map((app) => system.network.of[app].kafka);
const services = ({ system }: Stage): TcpProxy[] => SERVICES.map((service) => system.network.toService[service]);

const BAD_WAYS: readonly BadWay[] = [
  { name: 'latency 40 ms to Postgres', ways: postgres, conditions: { latencyMs: 20 } },
  { name: 'latency 400 ms to Kafka', ways: kafka, conditions: { latencyMs: 200 } },
  { name: 'answers of Kafka held back', ways: kafka, conditions: { stalled: ['toClient'] } },
  { name: 'requests to Kafka held back', ways: kafka, conditions: { stalled: ['toServer'] } },
  { name: 'answers of Postgres held back', ways: postgres, conditions: { stalled: ['toClient'] } },
  { name: 'half-open to Postgres: answers vanish', ways: postgres, conditions: { swallowed: ['toClient'] } },
  { name: 'half-open to Kafka: requests vanish', ways: kafka, conditions: { swallowed: ['toServer'] } },
  { name: 'half-open from the gateway: answers vanish', ways: services, conditions: { swallowed: ['toClient'] } },
  { name: 'Postgres out of reach', ways: postgres, refuses: true },
  { name: 'Kafka out of reach', ways: kafka, refuses: true },
  { name: 'services out of reach of the gateway', ways: services, refuses: true },
];

async function suffer(stage: Stage, { ways, conditions, refuses }: BadWay, lastsMs: number): Promise<void> {
  const proxies = ways(stage);
  for (const proxy of proxies) {
    proxy.set(conditions ?? {});
    if (refuses) {
      proxy.refuse(true);
      proxy.resetAll();
    }
  }
  await pause(lastsMs);
  for (const proxy of proxies) proxy.heal();
  await stage.recovered();
}

/** Every way between processes turns bad for a while: slow, one-way, half-open, closed. */
export const badNetwork: Scenario = {
  name: 'network',
  title: 'latency, one-way cut, half-open and refused connections',
  async run(stage) {
    const lastsMs = stage.brief ? BRIEFLY_MS : LASTS_MS;
    const bad = stage.random
      .for('ways')
      .shuffled(BAD_WAYS)
      .slice(0, stage.brief ? 3 : BAD_WAYS.length);
    stage.load.start();
    for (const way of bad) {
      stage.say(way.name);
      await suffer(stage, way, lastsMs);
      stage.notes.push(`${way.name}: recovered in ${((stage.recoveriesMs.at(-1) ?? 0) / 1_000).toFixed(1)} s`);
    }
    return stage.end(`${bad.length} conditions for ${lastsMs / 1_000} s each`);
  },
};
