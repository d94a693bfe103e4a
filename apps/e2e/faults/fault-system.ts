import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  appEnvironment,
  type AppName,
  type AppSettings,
  ensureTopics,
  LocalApps,
  OwnServers,
  prepareDatabase,
  type Replica,
  type ReplicaOptions,
  schemaOf,
  type Stack,
  stackFolder,
  stackSecrets,
  startStack,
  stopStack,
} from '../../../infra/local/index.ts';
import { type Network, openNetwork, type Service, SERVICES } from './network.ts';
import type { Address } from './proxy/tcp-proxy.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const DATABASE = 'leadstream_faults';

/** A tenant and its admin key. */
export interface TenantAccess {
  readonly tenantId: string;
  readonly apiKey: string;
}

/** The whole system on servers of its own, with a proxy in every way between its processes unless it was started without. */
export interface FaultSystem {
  readonly apps: LocalApps;
  readonly servers: OwnServers;
  readonly network: Network;
  /** The gateway's own door. */
  readonly gatewayUrl: string;
  /** Past all proxies, as a superuser. */
  readonly adminUrl: string;
  /** Past all proxies. */
  readonly brokers: string;
  readonly topicPrefix: string;
  /** Where logs and traces of the apps lie. */
  readonly folder: string;
  createTenant(name: string): Promise<TenantAccess>;
  /** Lets a further process of a service in, also by the gateway. */
  addReplica(app: Service, options: ReplicaOptions): Promise<Replica>;
  /** No more requests for a replica that was let in. */
  removeReplica(replica: Replica): Promise<void>;
  stop(): Promise<void>;
}

export interface FaultSystemOptions {
  /** Of the stack; systems side by side need different ones. */
  readonly name: string;
  /** For every app. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The processes speak to each other directly; what is done to the network has no effect. */
  readonly isDirect?: boolean;
}

function addressOf(url: string): Address {
  const { hostname, port } = new URL(url.includes('://') ? url : `tcp://${url}`);
  return { host: hostname, port: Number(port) };
}

function through(url: string, port: number): string {
  return Object.assign(new URL(url), { port: String(port) }).toString();
}

/** Addresses that lead an app through its proxies. */
function proxied(app: AppName, settings: AppSettings, network: Network): Record<string, string> {
  const { postgres, kafka } = network.of[app];
  const role = (name: string): string =>
    through(
      Object.assign(new URL(settings.postgresAdminUrl), {
        username: `${schemaOf(app)}_${name}`,
        password: settings.rolePassword,
        pathname: `/${settings.database}`,
      }).toString(),
      postgres.port,
    );
  const upstreams = SERVICES.map((service) => [
    `${schemaOf(service).toUpperCase()}_URL`,
    `http://127.0.0.1:${network.toService[service].port}`,
  ]);
  return {
    DATABASE_URL: role('service'),
    RELAY_DATABASE_URL: role('relay'),
    KAFKA_BROKERS: `127.0.0.1:${kafka.port}`,
    ...(app === 'gateway' && { REDIS_URL: through(settings.redisUrl, network.redis.port), ...Object.fromEntries(upstreams) }),
  };
}

function settingsOn(stack: Stack, folder: string, variables: FaultSystemOptions['variables']): AppSettings {
  return {
    ...stackSecrets(folder),
    postgresAdminUrl: stack.postgres.adminUrl,
    database: DATABASE,
    kafkaBrokers: stack.kafka.brokers,
    redisUrl: stack.redis.url,
    topicPrefix: 'faults.',
    nodeEnv: 'test',
    variables: { LOG_LEVEL: 'info', ...variables },
  };
}

async function bootstrap(name: string, environment: Record<string, string>): Promise<TenantAccess> {
  const args = [join(REPOSITORY, 'apps/gateway/dist/bootstrap.js'), '--tenant', name, '--admin', 'admin@example.com', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY, env: environment });
  return JSON.parse(stdout) as TenantAccess;
}

/** Starts servers, proxies and apps on empty data; needs a build. A failed start leaves nothing running. */
export async function startFaultSystem(options: FaultSystemOptions): Promise<FaultSystem> {
  const { name } = options;
  const folder = stackFolder(name);
  await stopStack(name, { wipe: true });
  const stack = await startStack({ name, own: true });
  try {
    return await startOn(stack, folder, options);
  } catch (error) {
    await stopStack(name, { wipe: true });
    throw error;
  }
}

async function startOn(stack: Stack, folder: string, { variables, isDirect }: FaultSystemOptions): Promise<FaultSystem> {
  const settings = settingsOn(stack, folder, variables);
  await prepareDatabase({ adminUrl: settings.postgresAdminUrl, database: DATABASE, rolePassword: settings.rolePassword });
  await ensureTopics(settings.kafkaBrokers, settings.topicPrefix);
  const doors = new Map<Service, Address[]>();
  const network = await openNetwork({
    postgres: addressOf(settings.postgresAdminUrl),
    kafka: addressOf(settings.kafkaBrokers),
    redis: addressOf(settings.redisUrl),
    doors: (service) => doors.get(service) ?? [],
  });
  const apps = await LocalApps.start({ folder, settings, variablesOf: (app) => (isDirect ? {} : proxied(app, settings, network)) });
  for (const service of SERVICES) doors.set(service, [addressOf(apps.url(service))]);
  return {
    apps,
    servers: new OwnServers(stack.name),
    network,
    gatewayUrl: apps.url('gateway'),
    adminUrl: Object.assign(new URL(settings.postgresAdminUrl), { pathname: `/${DATABASE}` }).toString(),
    brokers: settings.kafkaBrokers,
    topicPrefix: settings.topicPrefix,
    folder,
    createTenant: (tenant) => bootstrap(tenant, appEnvironment('gateway', settings, apps.ports)),
    addReplica: async (app, options) => {
      const replica = await apps.addReplica(app, options);
      doors.get(app)?.push(addressOf(replica.url));
      return replica;
    },
    removeReplica: async (replica) => {
      const { port } = addressOf(replica.url);
      for (const [service, open] of doors)
        doors.set(
          service,
          open.filter((door) => door.port !== port),
        );
      await replica.process.stop();
    },
    stop: async () => {
      await apps.stop();
      await network.close();
      await stopStack(stack.name, { wipe: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
