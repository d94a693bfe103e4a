import type { Kind, SpecFiles } from './find-specs.ts';

/** Specs that are run by workers of their own. */
export interface Lane extends SpecFiles {
  readonly workers: number;
}

/** What two cores carry; of end-to-end specs one set of six apps at a time. */
const WORKERS: Readonly<Record<Kind, number>> = { unit: 2, int: 2, e2e: 1 };

/** Integration specs that mostly wait: for sessions that end, brokers that come back, leases that are over, jobs that come round. */
const WAITING =
  /(kafkajs|platformatic)-client|spec\/(replicas|broker-loss)|\/oracle|intake-broker-loss|kafka-tls|local-stack|libs\/jobs|rewind-group|fencing|rebalance|\/scoring\/|crm\/(convergence|hubspot-trouble)|task-alert|\/resume|dnc\/(lists|loads)\//;

/** The lanes of one kind, which run beside each other: who mostly waits has one worker of its own, and leaves the processor to the others. */
export function lanesOf({ kind, files }: SpecFiles): Lane[] {
  const waits = (file: string): boolean => kind === 'int' && WAITING.test(file);
  const lanes = [
    { kind, files: files.filter((file) => !waits(file)), workers: WORKERS[kind] },
    { kind, files: files.filter(waits), workers: 1 },
  ];
  return lanes.filter((lane) => lane.files.length > 0);
}
