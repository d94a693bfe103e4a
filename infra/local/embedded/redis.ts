import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BackgroundProcess } from '../processes/background-process.ts';
import { freePort } from '../processes/free-port.ts';
import { readJson, writeJson } from '../processes/json-file.ts';
import { extractFromZip } from './zip.ts';
import { fetchJars } from './jars.ts';

/** Only caches and limits live here: nothing is written to disk, and memory is bounded. */
const SETTINGS = [
  '--bind',
  '127.0.0.1',
  '--save',
  '',
  '--appendonly',
  'no',
  '--databases',
  '512',
  '--maxmemory',
  '96mb',
  '--maxmemory-policy',
  'allkeys-lru',
];

function onThePath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'redis-server')).find((program) => existsSync(program));
}

function entryOfThisMachine(): RegExp {
  const system = { linux: 'linux', darwin: 'darwin' }[process.platform as string];
  const machine = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (!system || !machine) throw new Error('No Redis for this machine: install redis-server or set LEADSTREAM_REDIS_URL');
  return new RegExp(`^redis-server-.*-${system}-${machine}$`);
}

async function outOfTheJar(root: string): Promise<string> {
  const jars = await fetchJars(root);
  const program = join(jars, 'redis-server');
  if (existsSync(program)) return program;
  const jar = readdirSync(jars).find((name) => name.startsWith('embedded-redis-'));
  if (!jar) throw new Error(`No embedded-redis jar in ${jars}: remove that folder and start again`);
  extractFromZip(join(jars, jar), entryOfThisMachine(), program);
  chmodSync(program, 0o755);
  return program;
}

export function redisProcess(folder: string): BackgroundProcess {
  return new BackgroundProcess(folder, 'redis');
}

/** Starts Redis from the PATH, else the binary in the Maven jar; a running one is reused. Returns its URL. */
export async function startEmbeddedRedis(folder: string, root: string): Promise<string> {
  const server = redisProcess(folder);
  const accessFile = join(folder, 'redis.access.json');
  const known = readJson<{ port: number }>(accessFile);
  if (known && server.running()) return `redis://127.0.0.1:${known.port}`;
  const port = await freePort(known?.port);
  writeJson(accessFile, { port });
  mkdirSync(join(folder, 'redis'), { recursive: true });
  server.start({
    program: onThePath() ?? (await outOfTheJar(root)),
    args: ['--port', String(port), '--dir', join(folder, 'redis'), ...SETTINGS],
  });
  return `redis://127.0.0.1:${port}`;
}
