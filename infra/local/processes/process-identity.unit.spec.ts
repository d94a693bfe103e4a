import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { identify, isRunning, startTicks } from './process-identity.ts';

const STAT = '4242 (a b) c) S 1 4242 4242 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 987654 1000 10';

it('reads the start of a process whose name holds blanks and brackets', () => {
  expect(startTicks(STAT)).toBe('987654');
});

it('takes a zombie for ended', () => {
  expect(startTicks(STAT.replace(' S ', ' Z '))).toBeUndefined();
});

it('knows the present process', () => {
  const identity = identify(process.pid);
  expect(identity && isRunning(identity)).toBe(true);
});

it('takes a pid that was given to another process for ended', () => {
  expect(isRunning({ pid: process.pid, startedAt: 'another start' })).toBe(false);
});

it('sees that a child has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = identify(child.pid ?? 0);
  expect(identity && isRunning(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(identity && isRunning(identity)).toBe(false);
});
