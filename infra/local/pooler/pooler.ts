import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverOwner, withoutRoot } from '../embedded/run-as.ts';
import { BackgroundProcess } from '../processes/background-process.ts';
import { freePort } from '../processes/free-port.ts';
import { waitUntil } from '../processes/wait-until.ts';
import { STATE_ROOT } from '../servers/stack-state.ts';
import { pgbouncerProgram } from './pgbouncer-program.ts';

const TRANSACTION_MODE = fileURLToPath(new URL('../../pgbouncer/transaction-mode.ini', import.meta.url));
const READY_WITHIN_MS = 10_000;
const STOP_WITHIN_MS = 5_000;

export interface PoolerOptions {
  /** Ignored folder for its files, log and pid: that of the stack, whose end ends the pooler too, or one below. */
  readonly folder: string;
  /** Any connection string of the Postgres behind it. */
  readonly postgresUrl: string;
  /** Who may log in, all with one password. */
  readonly roles: readonly string[];
  readonly password: string;
  /** Server connections of a role in a database. */
  readonly poolSize: number;
  /** A database of which every role has one server connection only. */
  readonly singleConnection?: string;
}

/** A PgBouncer in transaction mode. */
export interface Pooler {
  /** `host:port`, for any database of the server. */
  readonly address: string;
  stop(): Promise<void>;
}

/** The settings that installations are told to use, and what this machine needs beside them. */
function configuration({ postgresUrl, poolSize, singleConnection, folder }: PoolerOptions, port: number): string {
  const { hostname, port: postgresPort } = new URL(postgresUrl);
  const server = `host=${hostname} port=${postgresPort || 5432}`;
  return `[databases]
* = ${server}
${singleConnection === undefined ? '' : `${singleConnection} = ${server} dbname=${singleConnection} pool_size=1`}

[pgbouncer]
%include ${TRANSACTION_MODE}
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_file = ${join(folder, 'pgbouncer.users')}
default_pool_size = ${poolSize}
max_client_conn = 1000
; Databases of specs come and go.
server_idle_timeout = 5
autodb_idle_timeout = 5
log_connections = 0
log_disconnections = 0
log_stats = 0
`;
}

function writePrivately(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  const owner = serverOwner();
  if (owner !== undefined) chownSync(file, owner, owner);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** @throws Error in one line when there is no PgBouncer to be had, or it does not start */
export async function startPooler(options: PoolerOptions): Promise<Pooler> {
  const { folder, roles, password } = options;
  const { program, args } = await pgbouncerProgram(STATE_ROOT);
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  mkdirSync(folder, { recursive: true });
  writePrivately(file, configuration(options, port));
  writePrivately(join(folder, 'pgbouncer.users'), roles.map((role) => `"${role}" "${password}"\n`).join(''));
  const pooler = new BackgroundProcess(folder, 'pgbouncer');
  pooler.start({ ...withoutRoot({ program, args: [...args, '-q', file] }), stopSignal: 'SIGINT' });
  await waitUntil('pgbouncer', () => accepts(port), { withinMs: READY_WITHIN_MS, giveUp: () => pooler.endedReason() });
  return { address: `127.0.0.1:${port}`, stop: () => pooler.stop(STOP_WITHIN_MS) };
}
