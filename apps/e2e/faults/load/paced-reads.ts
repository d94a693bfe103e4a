import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

export interface Requests {
  readonly url: string;
  readonly apiKey: string;
  readonly seconds: number;
  readonly connections: number;
  /** Requests a second whether or not answers come; as fast as answers come when left out. */
  readonly perSecond?: number;
  /** A POST of this JSON instead of a GET. */
  readonly json?: object;
}

export interface RequestFigures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly succeeded: number;
  /** Answers other than 2xx, and requests without an answer. */
  readonly failed: number;
}

interface Autocannon {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly '2xx': number;
  readonly non2xx: number;
  readonly errors: number;
  readonly timeouts: number;
}

/** Sends one request over and over from a process of its own. */
export async function sendRequests({ url, apiKey, seconds, connections, perSecond, json }: Requests): Promise<RequestFigures> {
  const pace = perSecond === undefined ? [] : ['--overallRate', String(perSecond)];
  const body = json === undefined ? [] : ['-m', 'POST', '-H', 'content-type=application/json', '-b', JSON.stringify(json)];
  const program = createRequire(import.meta.url).resolve('autocannon');
  const args = ['--json', '-n', '-d', String(seconds), '-c', String(connections), ...pace, ...body];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '-H', `authorization=Bearer ${apiKey}`, url], {
    maxBuffer: 16 * 2 ** 20,
  });
  const result = JSON.parse(stdout) as Autocannon;
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    succeeded: result['2xx'],
    failed: result.non2xx + result.errors + result.timeouts,
  };
}
