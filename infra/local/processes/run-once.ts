import { spawn } from 'node:child_process';
import type { Command } from './background-process.ts';

/**
 * Runs a command to its end.
 * @throws Error with the last lines it printed when it fails or is not there
 */
export function runOnce(command: Command): Promise<string> {
  const { program, args, env, cwd, uid, gid } = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: env ?? process.env,
      ...(cwd && { cwd }),
      ...(uid !== undefined && { uid }),
      ...(gid !== undefined && { gid }),
    });
    let printed = '';
    const collect = (chunk: Buffer): void => void (printed = (printed + chunk.toString('utf8')).slice(-20_000));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${program} ended with ${code}: ${printed.trim().split('\n').slice(-60).join('\n')}`));
    });
  });
}
