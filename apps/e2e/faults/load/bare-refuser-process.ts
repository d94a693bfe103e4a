import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Refusal } from './bare-refuser.ts';

/** The process that `BareRefuser` starts: is told the answer, tells its port. */
process.once('message', ({ status, headers, body }: Refusal) => {
  const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
});
process.on('disconnect', () => process.exit());
