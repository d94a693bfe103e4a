import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { LoadOrder, LoadOutcome, LoadRequest } from './http-load.js';

/** The process that `HttpLoad` starts: takes orders, answers with outcomes. */
process.on('message', (order: LoadOrder) => void obey(order).then((outcome) => process.send?.(outcome)));
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function obey({ base, requests, pace }: LoadOrder): Promise<LoadOutcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: pace.connections, scheduling: 'lifo' });
  const sender = new Sender(new URL(base), agent);
  const startedMs = performance.now();
  if (pace.kind === 'once') await sender.once(requests, pace.connections);
  else await sender.atRate(requests, pace.perSecond, pace.seconds);
  const seconds = (performance.now() - startedMs) / 1_000;
  agent.destroy();
  const latenciesMs = sender.latenciesMs.toSorted((a, b) => a - b);
  return { requests: latenciesMs.length + sender.failures, seconds, latenciesMs, failures: sender.failures };
}

class Sender {
  readonly latenciesMs: number[] = [];
  failures = 0;
  readonly #base: URL;
  readonly #agent: Agent;

  constructor(base: URL, agent: Agent) {
    this.#base = base;
    this.#agent = agent;
  }

  async once(requests: readonly LoadRequest[], connections: number): Promise<void> {
    let next = 0;
    const work = async (): Promise<void> => {
      for (let one = requests[next++]; one; one = requests[next++]) await this.#send(one, performance.now());
    };
    await Promise.all(Array.from({ length: connections }, work));
  }

  async atRate(requests: readonly LoadRequest[], perSecond: number, seconds: number): Promise<void> {
    const startedMs = performance.now();
    const total = Math.floor(perSecond * seconds);
    const running: Promise<void>[] = [];
    for (let sent = 0; sent < total;) {
      const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1_000) * perSecond) + 1);
      for (; sent < due; sent += 1) {
        running.push(this.#send(requests[sent % requests.length] as LoadRequest, startedMs + (sent / perSecond) * 1_000));
      }
      await pause(1);
    }
    await Promise.all(running);
  }

  #send({ method, path, headers, body }: LoadRequest, dueMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const settle = (ok: boolean): void => {
      if (ok) this.latenciesMs.push(performance.now() - dueMs);
      else this.failures += 1;
      resolve();
    };
    const { hostname, port } = this.#base;
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request({ hostname, port, method, path, headers: { ...headers, ...length }, agent: this.#agent }, (answer) => {
      answer
        .on('end', () => settle((answer.statusCode ?? 500) < 300))
        .on('error', () => settle(false))
        .resume();
    });
    sent.on('error', () => settle(false)).end(body);
    return promise;
  }
}
