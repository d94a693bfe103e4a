import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

export interface Reads {
  readonly url: string;
  readonly apiKey: string;
  readonly seconds: number;
  readonly connections: number;
}

export interface ReadFigures {
  readonly perSecond: number;
  /** Answers other than 2xx, and requests without an answer. */
  readonly failed: number;
}

interface Autocannon {
  readonly requests: { readonly average: number };
  readonly non2xx: number;
  readonly errors: number;
  readonly timeouts: number;
}

/** Sends one request over and over, as fast as answers come, from a process of its own. */
export async function readAtFullSpeed({ url, apiKey, seconds, connections }: Reads): Promise<ReadFigures> {
  const program = createRequire(import.meta.url).resolve('autocannon');
  const args = ['--json', '-n', '-d', String(seconds), '-c', String(connections), '-H', `authorization=Bearer ${apiKey}`, url];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { maxBuffer: 16 * 2 ** 20 });
  const { requests, non2xx, errors, timeouts } = JSON.parse(stdout) as Autocannon;
  return { perSecond: requests.average, failed: non2xx + errors + timeouts };
}
