import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { testStack } from './test-stack.js';

const run = promisify(execFile);

/** A Kafka broker that one spec file has for itself, so that it may break it. What is left running ends with the run. */
export class OwnBroker {
  private constructor(
    private readonly folder: string,
    private readonly first: string | undefined,
    /** `host:port`, the same after every start. */
    readonly address: string,
  ) {}

  /**
   * Starts a broker and waits until it answers.
   * @param beside a running broker whose cluster it joins as a second node; topics may then have two replicas
   */
  static async start(beside?: OwnBroker): Promise<OwnBroker> {
    const folder = join(testStack().folder, `broker-${randomUUID().slice(0, 8)}`);
    mkdirSync(folder, { recursive: true });
    return new OwnBroker(folder, beside?.folder, await launch(folder, beside?.folder));
  }

  /** As a power cut: no good-bye to anybody. */
  async kill(): Promise<void> {
    const pid = this.#signal('SIGKILL');
    await eventually(() => {
      if (isAlive(pid)) throw new Error(`broker ${pid} is still there`);
    });
  }

  /** Stands still, its connections open, until `thaw`. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  /** After a kill: the same broker on its data. Resolves when it answers. */
  async restart(): Promise<void> {
    await launch(this.folder, this.first);
  }

  /** Kills it and forgets its data. */
  async end(): Promise<void> {
    if (isAlive(this.#pid())) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #signal(signal: NodeJS.Signals): number {
    const pid = this.#pid();
    process.kill(pid, signal);
    return pid;
  }

  #pid(): number {
    return (JSON.parse(readFileSync(join(this.folder, 'kafka.pid.json'), 'utf8')) as { pid: number }).pid;
  }
}

async function launch(folder: string, first: string | undefined): Promise<string> {
  const { stdout } = await run(process.execPath, [testStack().kafkaProgram, 'broker', folder, ...(first === undefined ? [] : [first])]);
  return stdout.trim();
}

/** A killed process that nobody waited for yet is a zombie: it is gone, though its id is not. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
