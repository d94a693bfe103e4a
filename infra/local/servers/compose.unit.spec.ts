import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { composeAnswers, startComposed, stopComposed } from './compose.ts';

const path = process.env['PATH'];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadstream-compose-'));
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a `docker` first on the PATH that writes down how it is called. */
function standIn(script: string): void {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\necho "$@ $LEADSTREAM_COMPOSE_KAFKA_PORT" >> ${folder}/calls\n${script}\n`);
  chmodSync(join(bin, 'docker'), 0o755);
  process.env['PATH'] = `${bin}${delimiter}${path}`;
}

const calls = (): string[] => readFileSync(`${folder}/calls`, 'utf8').trim().split('\n');

it('counts on containers only when both the engine and the plug-in answer', async () => {
  standIn('exit 0');
  expect(await composeAnswers()).toBe(true);
});

it('does without containers when the engine does not answer', async () => {
  standIn('test "$1" != info');
  expect(await composeAnswers()).toBe(false);
});

it('answers no only after both questions have ended', async () => {
  standIn('test "$1" = compose && { sleep 0.3; echo ended >> "$(dirname "$0")/../calls"; exit 0; }; exit 1');
  expect(await composeAnswers()).toBe(false);
  expect(calls()).toContain('ended');
});

it('starts the wanted servers on ports that it keeps, and wipes volumes only when asked to', async () => {
  standIn('exit 0');
  const first = await startComposed('dev', folder, ['kafka', 'redis']);
  expect(await startComposed('dev', folder, ['kafka', 'redis'])).toEqual(first);
  await stopComposed('dev', folder, false);
  await stopComposed('dev', folder, true);
  const kafkaPort = first.kafka.split(':')[1];
  expect(calls().map((call) => call.replace(/-f \S+/, '-f FILE'))).toEqual([
    `compose -p leadstream-dev -f FILE up -d kafka redis ${kafkaPort}`,
    `compose -p leadstream-dev -f FILE up -d kafka redis ${kafkaPort}`,
    `compose -p leadstream-dev -f FILE down ${kafkaPort}`,
    `compose -p leadstream-dev -f FILE down -v ${kafkaPort}`,
  ]);
});
