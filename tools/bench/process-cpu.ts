import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second that /proc counts in; the same on every Linux that Node runs on. */
const TICKS = 100;

/** Processor seconds, user and system, that a process and its descendants have used so far; Linux only. */
export function cpuSeconds(root: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => stat(Number(name)) ?? []);
  const family = new Set([root]);
  for (let before = -1; before !== family.size;) {
    before = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  const ticks = processes.filter(({ pid }) => family.has(pid)).reduce((sum, process) => sum + process.ticks, 0);
  return ticks / TICKS;
}

interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  /** Own, and of children that have ended. */
  readonly ticks: number;
}

function stat(pid: number): ProcessTimes | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything: state, parent, ...; times are fields 14 to 17 of the whole.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
    return { pid, parent: fields[1] ?? 0, ticks: user + system + childUser + childSystem };
  } catch {
    return undefined;
  }
}
