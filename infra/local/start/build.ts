import { fileURLToPath } from 'node:url';
import { runOnce } from '../processes/run-once.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds what changed. Without the daemon of Nx, which would stay behind as a process.
 * @param projects names of packages, built together with what they depend on; all unless given
 */
export async function build(projects?: readonly string[]): Promise<void> {
  const env = { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', NX_TUI: 'false' };
  const chosen = projects ? ['-p', projects.join(',')] : [];
  const args = ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'build', '--output-style=static', ...chosen];
  await runOnce({ program: process.execPath, args, cwd: REPOSITORY, env });
}
