import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { testStack } from './test-stack.js';

export interface JavaClientRun {
  /** Class with a `main`, for example `org.apache.kafka.tools.ConsoleProducer`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly input?: string;
}

/**
 * Runs a program of Apache Kafka's own, on its Java client: what ours is compared with.
 * @returns what it printed
 * @throws Error with what it complained of when it failed
 */
export async function runJavaClient({ program, args, input = '' }: JavaClientRun): Promise<string> {
  const child = spawn(process.execPath, [testStack().kafkaProgram, 'java', program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const [printed, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0 || /\bERROR\b/.test(complaints)) throw new Error(`${program} failed: ${complaints || printed}`);
  return printed;
}
