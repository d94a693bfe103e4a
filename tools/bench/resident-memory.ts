import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds in memory, in bytes. */
export interface Resident {
  /** Resident set: shared pages count in every process that maps them. */
  readonly rssBytes: number;
  /** Proportional set: shared pages are divided among those that map them; 0 where the kernel does not tell. */
  readonly pssBytes: number;
}

/** Memory of processes and all their descendants, from /proc; Linux only. */
export function residentMemory(pids: readonly number[]): Resident {
  const family = descendants(pids);
  return {
    rssBytes: sum(family.map((pid) => kilobytes(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m))),
    pssBytes: sum(family.map((pid) => kilobytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m))),
  };
}

function descendants(roots: readonly number[]): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1] ?? 0)]),
  );
  const family = new Set(roots);
  for (let before = -1; before !== family.size;) {
    before = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

function kilobytes(file: string, pattern: RegExp): number {
  return Number(pattern.exec(read(file))?.[1] ?? 0) * 1_024;
}

/** Empty when the process has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
