import { type AppName, APPS } from '../../../infra/local/index.ts';
import type { Ending } from './proxy/inspector.ts';
import { kafkaInspector, type KafkaFrame } from './proxy/kafka-inspector.ts';
import { type CommitAnswer, postgresInspector } from './proxy/postgres-inspector.ts';
import { type Address, TcpProxy } from './proxy/tcp-proxy.ts';

export type Service = Exclude<AppName, 'gateway'>;
export const SERVICES = APPS.filter((app): app is Service => app !== 'gateway');

/** What an app's way to its servers lets pass. Free until a scenario arms it. */
export interface Tap {
  onCommitAnswer: ((answer: CommitAnswer) => Ending | undefined) | undefined;
  onKafkaFrame: ((frame: KafkaFrame) => Ending | undefined) | undefined;
}

/** The ways of one app to its servers. */
export interface AppNetwork {
  readonly postgres: TcpProxy;
  readonly kafka: TcpProxy;
  readonly tap: Tap;
}

/** Every way that a scenario may worsen: each app's to Postgres and Kafka, the gateway's to Redis and to each service. */
export interface Network {
  readonly of: Readonly<Record<AppName, AppNetwork>>;
  readonly redis: TcpProxy;
  readonly toService: Readonly<Record<Service, TcpProxy>>;
  /** Good ways everywhere, nothing armed. */
  heal(): void;
  close(): Promise<void>;
}

export interface NetworkTargets {
  readonly postgres: Address;
  readonly kafka: Address;
  readonly redis: Address;
  /** Doors of a service, used in turn. */
  readonly doors: (service: Service) => readonly Address[];
}

async function appNetwork({ postgres, kafka }: NetworkTargets): Promise<AppNetwork> {
  const tap: Tap = { onCommitAnswer: undefined, onKafkaFrame: undefined };
  const kafkaProxy: TcpProxy = await TcpProxy.listen({
    target: () => kafka,
    inspect: () =>
      kafkaInspector({
        brokerPort: () => kafka.port,
        proxyPort: () => kafkaProxy.port,
        onFrame: (frame) => tap.onKafkaFrame?.(frame),
      }),
  });
  const postgresProxy = await TcpProxy.listen({
    target: () => postgres,
    inspect: () => postgresInspector((answer) => tap.onCommitAnswer?.(answer)),
  });
  return { postgres: postgresProxy, kafka: kafkaProxy, tap };
}

async function serviceProxy(doors: () => readonly Address[]): Promise<TcpProxy> {
  let turn = 0;
  return TcpProxy.listen({
    target: () => {
      const open = doors();
      return open[(turn += 1) % open.length] ?? { host: '127.0.0.1', port: 1 };
    },
  });
}

/** Puts a proxy into every way between the processes of a system. */
export async function openNetwork(targets: NetworkTargets): Promise<Network> {
  const of = Object.fromEntries(await Promise.all(APPS.map(async (app) => [app, await appNetwork(targets)] as const)));
  const ways = await Promise.all(SERVICES.map(async (app) => [app, await serviceProxy(() => targets.doors(app))] as const));
  const redis = await TcpProxy.listen({ target: () => targets.redis });
  const network = { of: of as Record<AppName, AppNetwork>, redis, toService: Object.fromEntries(ways) as Record<Service, TcpProxy> };
  const proxies = [
    redis,
    ...Object.values(network.toService),
    ...Object.values(network.of).flatMap(({ postgres, kafka }) => [postgres, kafka]),
  ];
  return {
    ...network,
    heal: () => {
      for (const { tap } of Object.values(network.of)) Object.assign(tap, { onCommitAnswer: undefined, onKafkaFrame: undefined });
      for (const proxy of proxies) proxy.heal();
    },
    close: async () => void (await Promise.all(proxies.map((proxy) => proxy.close()))),
  };
}
