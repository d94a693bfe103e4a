import { createWriteStream } from 'node:fs';
import { TenantDatabase } from '@leadstream/persistence';
import { startTelemetry } from '@leadstream/telemetry';
import type { Run } from '../paired-runs.ts';
import { idleHandler, ourRuntime, projectingHandler, type RuntimeOptions } from './our-runtime.ts';

export interface ProcessOptions {
  readonly serviceUrl: string;
  readonly traceFile: string;
  readonly sampled01: number;
}

interface OurProcess {
  consume(options: Pick<RuntimeOptions, 'topic' | 'topicPrefix' | 'group'> & { readonly projecting: boolean }): Promise<Run>;
}

let started: OurProcess | undefined;

/** Telemetry and pool as an app has them, started once. */
export function ourProcess({ serviceUrl, traceFile, sampled01 }: ProcessOptions): OurProcess {
  return (started ??= start());

  function start(): OurProcess {
    startTelemetry({ service: 'bench', traceFile, sampleRatio01: sampled01, logTo: createWriteStream(`${traceFile}.log`) });
    const database = new TenantDatabase({ url: serviceUrl, poolSize: 10, applicationName: 'bench' });
    return {
      consume: ({ projecting, ...options }) => ourRuntime({ ...options, database, handler: projecting ? projectingHandler : idleHandler }),
    };
  }
}
