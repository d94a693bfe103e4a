import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** An answer as it was received, to be given again. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server in a process of its own that gives every request one and the same answer: what noise costs a machine by being sent and answered at all. */
export class BareRefuser {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(refusal: Refusal): Promise<BareRefuser> {
    const child = fork(fileURLToPath(new URL('./bare-refuser-process.ts', import.meta.url)));
    child.send(refusal);
    const [port] = (await once(child, 'message')) as [number];
    return new BareRefuser(child, `http://127.0.0.1:${port}`);
  }

  stop(): void {
    this.#child.disconnect();
  }
}
