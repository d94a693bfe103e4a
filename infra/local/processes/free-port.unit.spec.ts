import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { freePort } from './free-port.ts';

it('keeps the preferred port while nobody has it', async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
});

it('takes another port when the preferred one is in use', async () => {
  const port = await freePort();
  const holder = createServer().listen(port, '127.0.0.1');
  await once(holder, 'listening');
  expect(await freePort(port)).not.toBe(port);
  holder.close();
});
