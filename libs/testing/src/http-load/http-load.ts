import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How requests are sent: all of them once as fast as answers come, or in turn at a rate that does not wait for answers. */
export type Pace =
  | { readonly kind: 'once'; readonly connections: number }
  | { readonly kind: 'rate'; readonly perSecond: number; readonly seconds: number; readonly connections: number };

export interface LoadOutcome {
  readonly requests: number;
  readonly seconds: number;
  /** Of every answer; at a rate, counted from when it was due. Milliseconds, ascending. */
  readonly latenciesMs: readonly number[];
  /** Answers other than 2xx, and requests without an answer. */
  readonly failures: number;
}

/** What the child is told. */
export type LoadOrder = { readonly base: string; readonly requests: readonly LoadRequest[]; readonly pace: Pace };

const PROCESS = fileURLToPath(new URL('./http-load-process.js', import.meta.url));

/** Sends requests from a process of its own; nothing of preparing them counts. */
export class HttpLoad {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(): Promise<HttpLoad> {
    const child = fork(PROCESS, { serialization: 'advanced', execArgv: ['--disable-warning=ExperimentalWarning'] });
    await once(child, 'message');
    return new HttpLoad(child);
  }

  async run(order: LoadOrder): Promise<LoadOutcome> {
    this.#child.send(order);
    const [outcome] = (await once(this.#child, 'message')) as [LoadOutcome];
    return outcome;
  }

  stop(): void {
    this.#child.disconnect();
  }
}

/** @param ascending at least one */
export function percentile(ascending: readonly number[], share01: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share01))] as number;
}
