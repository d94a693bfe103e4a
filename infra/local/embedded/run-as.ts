import { spawnSync } from 'node:child_process';
import type { Command } from '../processes/background-process.ts';

const NOBODY = 65_534;

/**
 * Postgres refuses to run as root. Under root it becomes `nobody` that keeps the right to read past folder modes,
 * because the checkout may lie where nobody cannot look (a home or temporary folder of mode 700).
 * The securebit makes access(2), with which Postgres checks its own binaries, honour that right.
 */
const SETPRIV = [
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
  '--',
];

/** Who owns the data folder: undefined = whoever runs this. */
export function serverOwner(): number | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/** The command as it must be started so that it does not run as root. */
export function withoutRoot(command: Command): Command {
  const owner = serverOwner();
  if (owner === undefined) return command;
  const usable = spawnSync('setpriv', [...SETPRIV, 'true'], { stdio: 'ignore' }).status === 0;
  return usable
    ? { ...command, program: 'setpriv', args: [...SETPRIV, command.program, ...command.args] }
    : { ...command, uid: owner, gid: owner };
}
