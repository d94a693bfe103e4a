import type { Kind, SpecFiles } from './find-specs.ts';

/** Specs that are run by workers of their own. */
export interface Lane extends SpecFiles {
  readonly workers: number;
  /** Each file has a realm of its own, in which it may mock; the files of other lanes share the modules of their worker. */
  readonly isolated: boolean;
}

/** What two cores carry; of end-to-end specs one set of six apps at a time. */
const WORKERS: Readonly<Record<Kind, number>> = { unit: 2, int: 2, e2e: 1 };

/** Integration specs that mostly wait: for sessions that end, brokers that come back, leases that are over, jobs that come round. */
const WAITING =
  /\/(kafkajs|platformatic)\/|spec\/(replicas|broker-loss)|\/oracle|intake-broker-loss|kafka-tls|local-stack|libs\/jobs|rewind-group|fencing|rebalance|crm\/(convergence|hubspot-trouble)|task-alert|\/resume/;

/**
 * Specs that mock functions, time or the process, and those that read a process's counters from their beginning. And one whose consumer took
 * nothing in one whole run of five, and by the count of failures in another, for a cause that is not known yet; it never did by itself.
 */
const ALONE =
  /engagement\/src\/known-lead\/merged-lead|\/metrics\.int|gateway\/src\/(limits\/limits|upstream\/upstream|proxy\/form)\.int|lead\/src\/service\.int|http\/src\/(server\/shutdown|context\/context-token)|messaging\/src\/(processing\/partition-pauses|progress\/held-partition)/;

/** Integration specs that measure the memory of their process: what others left in it, and how much garbage it may have by now, would count. */
const MEASURING = /imports\/upload\/zip-bomb|gateway\/src\/proxy\/upload\.int/;

/**
 * The lanes of one kind, which run beside each other: who mostly waits has one worker of its own, and leaves the processor to the others.
 * End-to-end specs are few and bring their own processes: each has its realm.
 */
export function lanesOf({ kind, files }: SpecFiles): Lane[] {
  const isAlone = (file: string): boolean => kind === 'e2e' || ALONE.test(file);
  const waits = (file: string): boolean => kind === 'int' && WAITING.test(file);
  const measures = (file: string): boolean => kind === 'int' && MEASURING.test(file);
  const isUsual = (file: string): boolean => !isAlone(file) && !waits(file) && !measures(file);
  const lanes = [
    { kind, files: files.filter(isUsual), workers: WORKERS[kind], isolated: false },
    { kind, files: files.filter((file) => !isAlone(file) && waits(file)), workers: 1, isolated: false },
    { kind, files: files.filter(measures), workers: 1, isolated: false },
    { kind, files: files.filter(isAlone), workers: 1, isolated: true },
  ];
  return lanes.filter((lane) => lane.files.length > 0);
}
