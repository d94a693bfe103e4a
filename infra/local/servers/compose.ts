import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../processes/free-port.ts';
import { readJson, writeJson } from '../processes/json-file.ts';
import { runOnce } from '../processes/run-once.ts';
import { type ServerAddresses, type ServerName } from './servers.ts';

const FILE = fileURLToPath(new URL('./compose.yml', import.meta.url));

interface Access {
  readonly password: string;
  readonly ports: Readonly<Record<ServerName, number>>;
}

/** True when a Docker engine answers and the compose plug-in is there. Both have ended when this answers. */
export async function composeAnswers(): Promise<boolean> {
  const asks = [['info'], ['compose', 'version']].map((args) => runOnce({ program: 'docker', args }));
  const answers = await Promise.allSettled(asks);
  return answers.every((answer) => answer.status === 'fulfilled');
}

function compose(name: string, access: Access, args: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    LEADSTREAM_COMPOSE_PASSWORD: access.password,
    LEADSTREAM_COMPOSE_POSTGRES_PORT: String(access.ports.postgres),
    LEADSTREAM_COMPOSE_KAFKA_PORT: String(access.ports.kafka),
    LEADSTREAM_COMPOSE_REDIS_PORT: String(access.ports.redis),
  };
  return runOnce({ program: 'docker', args: ['compose', '-p', `leadstream-${name}`, '-f', FILE, ...args], env });
}

async function chooseAccess(file: string): Promise<Access> {
  const known = readJson<Access>(file);
  if (known) return known;
  const access = {
    password: randomBytes(18).toString('base64url'),
    ports: { postgres: await freePort(), kafka: await freePort(), redis: await freePort() },
  };
  writeJson(file, access);
  return access;
}

/** Brings up the wanted servers as containers; running ones are reused. */
export async function startComposed(name: string, folder: string, wanted: readonly ServerName[]): Promise<ServerAddresses> {
  const access = await chooseAccess(join(folder, 'compose.access.json'));
  await compose(name, access, ['up', '-d', ...wanted]);
  return {
    postgres: `postgresql://postgres:${access.password}@127.0.0.1:${access.ports.postgres}/postgres`,
    kafka: `127.0.0.1:${access.ports.kafka}`,
    redis: `redis://127.0.0.1:${access.ports.redis}`,
  };
}

/** Removes the containers; their volumes only when `wipe` is set. */
export async function stopComposed(name: string, folder: string, wipe: boolean): Promise<void> {
  const access = readJson<Access>(join(folder, 'compose.access.json'));
  if (access) await compose(name, access, ['down', ...(wipe ? ['-v'] : [])]);
}

export async function composedLogs(name: string, folder: string, server: ServerName): Promise<string> {
  const access = readJson<Access>(join(folder, 'compose.access.json'));
  return access ? compose(name, access, ['logs', '--tail', '200', server]) : '';
}
