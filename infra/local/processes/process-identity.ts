import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One run of a process: a pid alone may belong to a stranger later, pid and start time together never do. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque text of the operating system, compared for equality only. */
  readonly startedAt: string;
}

/** Clock ticks between boot and the start of a process: the 22nd field of `/proc/<pid>/stat`; its name may hold blanks and brackets. */
export function startTicks(stat: string): string | undefined {
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : fields[18];
}

function startedAt(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const ticks = startTicks(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return ticks && `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`;
  } catch {
    return undefined;
  }
}

/** @returns undefined when no such process runs */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = startedAt(pid);
  return started ? { pid, startedAt: started } : undefined;
}

export function isRunning(identity: ProcessIdentity): boolean {
  return startedAt(identity.pid) === identity.startedAt;
}
