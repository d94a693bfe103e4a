import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { BackgroundProcess } from '../processes/background-process.ts';
import { readStack, startStack, stopStack } from './local-stack.ts';
import { stackFolder } from './stack-state.ts';

const name = `spec-${randomBytes(4).toString('hex')}`;
const folder = stackFolder(name);
const library = fileURLToPath(new URL('./local-stack.ts', import.meta.url));
afterAll(() => stopStack(name, { wipe: true }));

const addressesOf = ({ postgres, kafka, redis }: Awaited<ReturnType<typeof startStack>>): string[] => [
  postgres.adminUrl,
  kafka.brokers,
  redis.url,
];
const processes = (): (number | undefined)[] => BackgroundProcess.allIn(folder).map((server) => server.running()?.pid);

it('is reused while it runs, keeps its addresses over a stop, and leaves no process', async () => {
  const first = await startStack({ name });
  const running = processes();
  expect(addressesOf(await startStack({ name }))).toEqual(addressesOf(first));
  expect(processes()).toEqual(running);
  await first.stop();
  expect(processes()).toEqual([]);
  expect(await readStack(name)).toBeUndefined();
  const again = await startStack({ name });
  expect(addressesOf(again)).toEqual(addressesOf(first));
  await again.stop();
});

it('is found and ended after its launcher was killed', async () => {
  const script = `import(${JSON.stringify(library)}).then((m) => m.startStack({ name: '${name}' })).then(() => process.kill(process.pid, 'SIGKILL'))`;
  const launcher = spawn(process.execPath, ['--no-warnings', '-e', script], { stdio: 'inherit' });
  await once(launcher, 'exit');
  expect(await readStack(name)).toBeDefined();
  await stopStack(name);
  expect(processes()).toEqual([]);
});

it('forgets everything at a reset', async () => {
  await stopStack(name, { wipe: true });
  expect(existsSync(folder)).toBe(false);
});
