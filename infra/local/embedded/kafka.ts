import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackgroundProcess } from '../processes/background-process.ts';
import { freePort } from '../processes/free-port.ts';
import { readJson, writeJson } from '../processes/json-file.ts';
import { fetchJars, javaProgram, requireJava } from './jars.ts';
import { runOnce } from '../processes/run-once.ts';

const LOGGING = fileURLToPath(new URL('../../kafka/log4j2.properties', import.meta.url));
const ACCESS_FILE = 'kafka.access.json';
/** Quick to start and small: the client compiler alone, the serial collector, no more heap than a developer's traffic needs. */
const JVM = [
  '-Xms96m',
  '-Xmx320m',
  '-Xss512k',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:ReservedCodeCacheSize=64m',
  '-Xshare:auto',
  '-Djava.awt.headless=true',
];

/** Where a node listens. A follower's controller is that of the first node. */
export interface KafkaAccess {
  readonly port: number;
  readonly controllerPort: number;
}

/** Settings of a single KRaft node; `infra/kafka` holds nothing else of the broker, so that there is one place to look. */
export function serverProperties(access: KafkaAccess, logs: string): Record<string, string | number> {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${access.controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${access.port},CONTROLLER://127.0.0.1:${access.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${access.port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logs,
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    'broker.heartbeat.interval.ms': 1000,
    'broker.session.timeout.ms': 4000,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'num.recovery.threads.per.data.dir': 2,
    'log.cleaner.dedupe.buffer.size': 8_388_608,
    'log.index.size.max.bytes': 1_048_576,
  };
}

export function kafkaLogs(folder: string): string {
  return join(folder, 'kafka');
}

export function kafkaProcess(folder: string): BackgroundProcess {
  return new BackgroundProcess(folder, 'kafka');
}

/** Runs a class of the jars with little memory and a quick start. */
export function javaCommand(jars: string, main: string, args: readonly string[]): { program: string; args: string[] } {
  return { program: javaProgram(), args: [...JVM, `-Dlog4j2.configurationFile=${LOGGING}`, '-cp', `${jars}/*`, main, ...args] };
}

/** Lists that every listener has a place in. */
const LISTS = ['listeners', 'advertised.listeners', 'listener.security.protocol.map'];

/** Our properties with more: further listeners stand beside ours, other settings come beside ours or over them. */
function joined(own: Readonly<Record<string, string | number>>, more: Readonly<Record<string, string>>): Record<string, string | number> {
  const added = Object.entries(more).map(([name, value]) => [name, LISTS.includes(name) ? `${own[name]},${value}` : value]);
  return { ...own, ...Object.fromEntries(added) };
}

/** Where the node whose files lie in the folder listens; undefined before its first start. */
export function kafkaAccess(folder: string): KafkaAccess | undefined {
  return readJson<KafkaAccess>(join(folder, ACCESS_FILE));
}

/**
 * Starts Kafka with its log in `<folder>/kafka`; a running one is reused. Returns the broker's plain address.
 * @param more properties: those that list listeners are added to ours, others come beside ours or over them
 */
export async function startEmbeddedKafka(folder: string, root: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const known = kafkaAccess(folder);
  if (known && kafkaProcess(folder).running()) return `127.0.0.1:${known.port}`;
  const access: KafkaAccess = { port: await freePort(known?.port), controllerPort: await freePort(known?.controllerPort) };
  return startKafkaNode({ folder, root, access, properties: joined(serverProperties(access, kafkaLogs(folder)), more), clusterId });
}

export interface KafkaNode {
  readonly folder: string;
  readonly root: string;
  readonly access: KafkaAccess;
  readonly properties: Readonly<Record<string, string | number>>;
  /** Asked once, when the node has no data yet. */
  readonly clusterId: () => string;
}

/** Starts one node with the properties; its data is made first when there is none. Returns the broker's address. */
export async function startKafkaNode({ folder, root, access, properties, clusterId }: KafkaNode): Promise<string> {
  await requireJava();
  const jars = await fetchJars(root);
  const logs = kafkaLogs(folder);
  const file = join(folder, 'kafka.properties');
  writeJson(join(folder, ACCESS_FILE), access);
  writeFileSync(
    file,
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );
  if (!existsSync(join(logs, 'meta.properties'))) {
    rmSync(logs, { recursive: true, force: true });
    mkdirSync(logs, { recursive: true });
    await runOnce(javaCommand(jars, 'kafka.tools.StorageTool', ['format', '-t', clusterId(), '-c', file]));
  }
  kafkaProcess(folder).start(javaCommand(jars, 'kafka.Kafka', [file]));
  return `127.0.0.1:${access.port}`;
}

/** 16 random bytes as Kafka writes them. The first bit is 0: an id that begins with a dash would be taken for an option. */
function clusterId(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0);
  return bytes.toString('base64url');
}
