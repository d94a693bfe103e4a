import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TcpProxy } from './tcp-proxy.ts';

let server: Server;
let served: Socket[];
let proxy: TcpProxy;
let sockets: Socket[];
beforeEach(async () => {
  served = [];
  sockets = [];
  server = createServer((socket) => {
    served.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => socket.write(chunk));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  proxy = await TcpProxy.listen({ target: () => ({ host: '127.0.0.1', port }) });
});
afterEach(async () => {
  for (const socket of [...sockets, ...served]) socket.destroy();
  await proxy.close();
  server.close();
});

async function client(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function answer(socket: Socket): Promise<string> {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
}

/** An echo through an open connection, so that both of the proxy's sockets stand. */
async function established(): Promise<Socket> {
  const socket = await client();
  socket.write('hello');
  expect(await answer(socket)).toBe('hello');
  return socket;
}

const failure = async (socket: Socket): Promise<string | undefined> => {
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  return error.code;
};

it('hands on what it is given, and the end of it', async () => {
  const socket = await established();
  socket.end();
  await once(socket, 'close');
  expect(proxy.connections).toHaveLength(0);
});

it('delays each direction by the latency', async () => {
  const socket = await established();
  proxy.set({ latencyMs: 60 });
  const startedMs = performance.now();
  socket.write('late');
  expect(await answer(socket)).toBe('late');
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(118);
});

it('lets through no more bytes a second than it may', async () => {
  const socket = await established();
  proxy.set({ bytesPerSecond: 100_000 });
  const startedMs = performance.now();
  socket.write(Buffer.alloc(20_000));
  let received = 0;
  socket.on('data', (chunk: Buffer) => (received += chunk.length));
  while (received < 20_000) await once(socket, 'data');
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(195);
});

it('delivers after a stall what was sent during it', async () => {
  const socket = await established();
  proxy.set({ stalled: ['toClient'] });
  const heard = answer(socket);
  socket.write('kept');
  await once(served[0] as Socket, 'data');
  expect(await Promise.race([heard, Promise.resolve('nothing yet')])).toBe('nothing yet');
  proxy.heal();
  expect(await heard).toBe('kept');
});

it('lets a half-open connection lose bytes in one direction, and breaks it when the network heals', async () => {
  const socket = await established();
  proxy.set({ swallowed: ['toServer'] });
  socket.write('never arrives');
  (served[0] as Socket).write('still heard');
  expect(await answer(socket)).toBe('still heard');
  const broken = failure(socket);
  proxy.heal();
  expect(await broken).toBe('ECONNRESET');
});

it('resets what is open, and refuses what is new until healed', async () => {
  const socket = await established();
  const broken = failure(socket);
  proxy.refuse(true);
  proxy.resetAll();
  expect(await broken).toBe('ECONNRESET');
  const refused = connect(proxy.port, '127.0.0.1');
  sockets.push(refused);
  expect(await failure(refused)).toBe('ECONNRESET');
  proxy.heal();
  await established();
});

it('tells a client by a reset that there is no server', async () => {
  server.close();
  const socket = await client();
  expect(await failure(socket)).toBe('ECONNRESET');
});
