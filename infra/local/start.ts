import { once } from 'node:events';
import { stackIsKept, stopApps, stopStack } from './servers/local-stack.ts';
import { stackFolder } from './servers/stack-state.ts';
import { NAME, startDevelopmentSystem } from './start/development-system.ts';
import { claimApps } from './start/launcher-claim.ts';

/** Aborts at the first signal that asks for the end, with its name as the reason. */
function endRequest(): AbortSignal {
  const request = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => request.abort(signal));
  return request.signal;
}

/** Ends what was started; servers that `npm run stack -- start` brought up stay. */
async function endAll(starting: Promise<unknown>): Promise<void> {
  const end = stackIsKept(NAME) ? stopApps : stopStack;
  await end(NAME);
  await starting.catch(() => undefined);
  await end(NAME);
}

async function main(): Promise<void> {
  if (process.env['NODE_ENV'] === 'production')
    throw new Error('npm start is for development: it makes a sample tenant and prints its key. NODE_ENV is production.');
  const release = claimApps(stackFolder(NAME));
  const ending = endRequest();
  const requested = once(ending, 'abort');
  const untilThen = setInterval(() => undefined, 3_600_000);
  const starting = startDevelopmentSystem(ending);
  try {
    await Promise.race([starting, requested]);
    await requested;
  } catch (error) {
    if (!ending.aborted) fail(error);
  } finally {
    clearInterval(untilThen);
    const began = performance.now();
    if (ending.aborted) process.stdout.write(`\n${String(ending.reason)}: apps drain, servers end\n`);
    await endAll(starting);
    release();
    if (ending.aborted) process.stdout.write(`Everything has ended (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
  }
}

/** Says why before anything is stopped. */
function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

main().catch(fail);
