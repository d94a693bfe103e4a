import { cpus, totalmem } from 'node:os';

/** The machine a figure was taken on; figures of two machines are not comparable. */
export function machineLine(): string {
  const processors = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${processors[0]?.model ?? 'unknown'}, ${gib} GiB, Node ${process.version}, ${process.platform}`;
}
