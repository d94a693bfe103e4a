import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BackgroundProcess } from './background-process.ts';
import { waitUntil } from './wait-until.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadstream-process-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function started(name: string, script: string): BackgroundProcess {
  const server = new BackgroundProcess(folder, name);
  server.start({ program: process.execPath, args: ['-e', `${script}; console.log('up'); setInterval(() => {}, 1000)`] });
  return server;
}

const isUp = (server: BackgroundProcess) => () => readFileSync(server.logFile, 'utf8').includes('up');

it('is found again by another launcher, and stopped by it', async () => {
  const first = started('orderly', '');
  await waitUntil('up', isUp(first), { withinMs: 10_000 });
  const second = new BackgroundProcess(folder, 'orderly');
  expect(second.running()).toEqual(first.running());
  await second.stop(5_000);
  expect(first.running()).toBeUndefined();
});

it('kills what does not end in time', async () => {
  const stubborn = started('stubborn', "process.on('SIGTERM', () => {})");
  await waitUntil('up', isUp(stubborn), { withinMs: 10_000 });
  await stubborn.stop(200);
  expect(stubborn.running()).toBeUndefined();
});

it('stops nothing when nothing runs', async () => {
  await expect(new BackgroundProcess(folder, 'absent').stop(100)).resolves.toBeUndefined();
});
