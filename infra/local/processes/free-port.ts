import { createServer } from 'node:net';

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

/**
 * A port of 127.0.0.1 that nobody listens on.
 * @param preferred taken when it is free, so that addresses outlive a restart
 */
export async function freePort(preferred?: number): Promise<number> {
  const port = (preferred && (await tryPort(preferred))) || (await tryPort(0));
  if (!port) throw new Error('No free port on 127.0.0.1');
  return port;
}
