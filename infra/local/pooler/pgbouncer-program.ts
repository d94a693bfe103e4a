import { join } from 'node:path';
import { type UnpackedProgram, unpackDebianProgram } from '../embedded/debian-program.ts';
import { runOnce } from '../processes/run-once.ts';

/** The first that keeps named statements in transaction mode. */
const OLDEST = [1, 21] as const;
const MISSING =
  'PgBouncer 1.21 or newer is needed: install it (Debian 13: apt-get install pgbouncer; macOS: brew install pgbouncer); elsewhere it is fetched from Debian when apt-get and dpkg-deb are there';

const DEBIAN = {
  release: 'trixie',
  packages: [
    'pgbouncer',
    'libaudit1',
    'libc6',
    'libcap-ng0',
    'libcap2',
    'libcares2',
    'libevent-2.1-7t64',
    'libpam0g',
    'libssl3t64',
    'libsystemd0',
    'libzstd1',
    'zlib1g',
  ],
  path: 'usr/sbin/pgbouncer',
};

/** Whether `pgbouncer --version` tells of one that is new enough. */
export function isNewEnough(printed: string): boolean {
  const [, major = '0', minor = '0'] = /PgBouncer (\d+)\.(\d+)/.exec(printed) ?? [];
  return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
}

/**
 * PgBouncer from the PATH when it is new enough, else unpacked from Debian's packages into the ignored folder.
 * @param root the ignored folder of all stacks
 * @throws Error in one line, with the way to get it
 */
export async function pgbouncerProgram(root: string): Promise<UnpackedProgram> {
  const installed = await runOnce({ program: 'pgbouncer', args: ['--version'] }).catch(() => '');
  if (isNewEnough(installed)) return { program: 'pgbouncer', args: [] };
  try {
    return await unpackDebianProgram(DEBIAN, join(root, `pgbouncer-${DEBIAN.release}`));
  } catch (error) {
    throw new Error(`${MISSING} (${(error as Error).message.split('\n')[0]})`, { cause: error });
  }
}
