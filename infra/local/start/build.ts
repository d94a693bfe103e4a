import { fileURLToPath } from 'node:url';
import { runOnce } from '../processes/run-once.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds what changed. Without the daemon of Nx, which would stay behind as a process. */
export async function buildAll(): Promise<void> {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
  const args = ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'build', '--output-style=static'];
  await runOnce({ program: process.execPath, args, cwd: REPOSITORY, env });
}
