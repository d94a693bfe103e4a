import { randomUUID } from 'node:crypto';
import type { HttpLoad, LoadRequest } from '@leadstream/testing/http-load';
import type { BenchSystem } from '../bench-system.ts';
import type { Figure } from '../figure.ts';
import { cpuSeconds } from '../process-cpu.ts';

const ROUNDS = 5;
const SECONDS = 5;
/** A tenant at a hundred times a share of ten a second. */
const PER_SECOND = 1_000;
const CONNECTIONS = 32;
/** What a window lets through of the class; the service answers it, and none of it is to be taken for a refusal. */
const ALLOWED = 60;

/** A key over its limit that asks on: what it costs the gateway to say no, its idle turns included. */
export async function refusalFigures(system: BenchSystem, sender: HttpLoad): Promise<Figure[]> {
  const apiKey = await system.createTenant('Refused');
  const request: LoadRequest = {
    method: 'POST',
    path: '/v1/imports',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ email: 'nobody@example.com' }),
  };
  const ask = async (): Promise<number> => {
    const before = cpuSeconds(system.pid('gateway'));
    const pace = { kind: 'rate', perSecond: PER_SECOND, seconds: SECONDS, connections: CONNECTIONS } as const;
    const { requests, failures } = await sender.run({ base: system.url('gateway'), requests: [request], pace });
    const micros = ((cpuSeconds(system.pid('gateway')) - before) * 1e6) / requests;
    if (failures < requests - ALLOWED) throw new Error(`${requests - failures} of ${requests} requests over the limit were let through`);
    return micros;
  };
  await ask();
  const runs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await ask());
  return [{ name: 'processor time of the gateway for a refusal (429)', unit: 'µs/req', runs }];
}
