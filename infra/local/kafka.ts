import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fetchJars } from './embedded/jars.ts';
import { javaCommand, kafkaProcess, startEmbeddedKafka } from './embedded/kafka.ts';
import { startKafkaFollower } from './embedded/kafka-follower.ts';
import { waitUntil } from './processes/wait-until.ts';
import { answers } from './servers/readiness.ts';
import { STATE_ROOT } from './servers/stack-state.ts';

const USAGE = 'node infra/local/kafka.ts broker FOLDER [FOLDER OF A RUNNING BROKER TO JOIN] | java CLASS [arguments]';
const READY_WITHIN_MS = 60_000;

/** A broker alone, for who wants to break it. It outlives this program; its process id is in `<folder>/kafka.pid.json`. */
async function broker(folder: string, first: string | undefined): Promise<void> {
  const address = await (first === undefined ? startEmbeddedKafka(folder, STATE_ROOT) : startKafkaFollower(folder, first, STATE_ROOT));
  const giveUp = (): string | undefined => kafkaProcess(folder).endedReason();
  await waitUntil(`kafka at ${address}`, () => answers('kafka', address), { withinMs: READY_WITHIN_MS, giveUp });
  process.stdout.write(`${address}\n`);
}

/** A program of Kafka's own, on this program's input and output. */
async function java(main: string, args: readonly string[]): Promise<void> {
  const command = javaCommand(await fetchJars(STATE_ROOT), main, args);
  const child = spawn(command.program, command.args, { stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  process.exitCode = code ?? 1;
}

async function main([command, subject, ...args]: readonly string[]): Promise<void> {
  if (subject !== undefined && command === 'broker') return broker(subject, args[0]);
  if (subject !== undefined && command === 'java') return java(subject, args);
  throw new Error(`Usage: ${USAGE}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
