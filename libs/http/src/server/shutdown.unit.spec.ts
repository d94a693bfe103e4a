import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { startTelemetry } from '@leadstream/telemetry';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Injectable, Module, type OnApplicationShutdown, type OnModuleDestroy, type Type } from '@nestjs/common';
import { call, SECRET, start } from '../edge.fixture.spec.js';
import { httpConfig } from '../config.js';
import { Public } from '../route/route.decorator.js';
import { runHttpService } from './run-http-service.js';
import type { RunningService } from './start-http-service.js';

/** What happened, in order; each spec reads its own. */
let story: string[] = [];
let begun = Promise.withResolvers<void>();
let release = Promise.withResolvers<void>();

@Injectable()
class Pool implements OnModuleDestroy, OnApplicationShutdown {
  onModuleDestroy() {
    story.push('relay stopped');
  }

  onApplicationShutdown() {
    story.push('pool ended');
  }
}

@Controller()
class SlowController {
  @Public()
  @Get('/slow')
  async slow() {
    begun.resolve();
    await release.promise;
    story.push('answered');
    return 'done';
  }

  @Public()
  @Get('/quick')
  quick() {
    return 'quick';
  }
}

@Module({ controllers: [SlowController], providers: [Pool] })
class SlowModule {}

startTelemetry({ service: 'lead', logLevel: 'silent' });
/** A stop that waits for what it should not wait for does not end within the time limit of the spec. */
const FOR_EVER = { SHUTDOWN_DEADLINE_MS: '3600000' };
const readiness = async (service: RunningService) => {
  const answer = await fetch(`${service.managementUrl}/health/ready`);
  return { status: answer.status, body: await answer.json() };
};
const refusesConnections = ({ url }: RunningService) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(new URL(url ?? '').port), '127.0.0.1');
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });

/** Polls until it holds; the time limit of the spec is the deadline. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}

afterEach(() => {
  story = [];
  begun = Promise.withResolvers();
  release = Promise.withResolvers();
});

describe('a stop', () => {
  it('lets a request in flight end, is not ready meanwhile, and ends pools last', async () => {
    const service = await start(SlowModule, {
      telemetry: {
        shutdown: async () => {
          story.push('telemetry flushed');
        },
      },
    });
    expect(await readiness(service)).toEqual({ status: 200, body: { status: 'ready', checks: {} } });
    const answer = call(service, '/slow');
    await begun.promise;
    const closed = service.close();
    expect(await readiness(service)).toEqual({
      status: 503,
      body: { status: 'not_ready', checks: { app: { ok: false, reason: 'stopping' } } },
    });
    await eventually(() => refusesConnections(service));
    release.resolve();
    expect(await answer).toMatchObject({ status: 200, text: 'done' });
    expect((await answer).headers.get('connection')).toBe('close');
    await closed;
    expect(story).toEqual(['answered', 'relay stopped', 'pool ended', 'telemetry flushed']);
    await expect(fetch(`${service.managementUrl}/health/live`)).rejects.toThrow();
  });

  it('does not wait for connections that are idle or were never used', async () => {
    const service = await start(SlowModule, { env: FOR_EVER });
    const [silent, idle] = [0, 1].map(() => connect(Number(new URL(service.url ?? '').port), '127.0.0.1')) as [Socket, Socket];
    await once(silent, 'connect');
    // Kept alive by a client that never ends it.
    idle.write('GET /quick HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(idle, 'data');
    await service.close();
    silent.destroy();
    idle.destroy();
  });

  it('cuts off what is not done by the deadline', async () => {
    const service = await start(SlowModule, { env: { SHUTDOWN_DEADLINE_MS: '50' } });
    const answer = call(service, '/slow').catch((error: Error) => error.name);
    await begun.promise;
    await service.close();
    expect(await answer).toBe('TypeError');
    release.resolve();
  });

  it('does not wait for a client that went away', async () => {
    const service = await start(SlowModule, { env: FOR_EVER });
    const socket = connect(Number(new URL(service.url ?? '').port), '127.0.0.1');
    socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
    await begun.promise;
    socket.destroy();
    await service.close();
    release.resolve();
  });

  it('twice is one stop', async () => {
    const service = await start(SlowModule);
    await Promise.all([service.close(), service.close()]);
    expect(story).toEqual(['relay stopped', 'pool ended']);
  });

  it('follows a start that fails, so that nothing is left behind', async () => {
    const configure = () => {
      throw new Error('no plugin');
    };
    await expect(start(SlowModule, { configure })).rejects.toThrow('no plugin');
    expect(story).toEqual(['relay stopped', 'pool ended']);
  });
});

describe('a process without the role api', () => {
  it('answers health and metrics only', async () => {
    const service = await start(SlowModule, { env: { ROLE: 'worker,relay' } });
    expect(service.url).toBeUndefined();
    expect((await fetch(`${service.managementUrl}/metrics`)).status).toBe(200);
    await service.close();
  });
});

describe('runHttpService', () => {
  const EVENTS = ['SIGTERM', 'SIGINT', 'uncaughtException', 'unhandledRejection'] as const;
  const exit = jest.spyOn(process, 'exit');
  let before: Record<string, readonly unknown[]> = {};
  let exited = Promise.withResolvers<number>();

  beforeEach(() => {
    before = Object.fromEntries(EVENTS.map((event) => [event, process.listeners(event as 'SIGTERM')]));
    exited = Promise.withResolvers();
    exit.mockImplementation((code) => exited.resolve(Number(code)) as never);
  });
  afterEach(() => {
    for (const event of EVENTS) {
      for (const listener of process.listeners(event as 'SIGTERM')) if (!before[event]?.includes(listener)) process.off(event, listener);
    }
  });
  afterAll(() => exit.mockRestore());

  const run = (module: Type = SlowModule) =>
    runHttpService(module, { service: 'lead', config: httpConfig.parse({ CONTEXT_SECRET: SECRET }) });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops on %s and exits with 0', async (signal) => {
    const service = await run();
    const answer = call(service, '/slow');
    await begun.promise;
    process.emit(signal, signal);
    release.resolve();
    expect(await answer).toMatchObject({ status: 200 });
    expect(await exited.promise).toBe(0);
    expect(story).toEqual(['answered', 'relay stopped', 'pool ended']);
  });

  it('exits with 1 when it cannot start', async () => {
    class Broken {
      constructor() {
        throw new Error('no database');
      }
    }
    await run(moduleOf(Broken));
    expect(await exited.promise).toBe(1);
  });

  it('exits with 1 on an error that nobody caught', async () => {
    const service = await run();
    process.emit('unhandledRejection', new Error('lost'), Promise.resolve());
    expect(await exited.promise).toBe(1);
    await service.close();
  });
});

function moduleOf(provider: Type): Type {
  @Module({ providers: [provider] })
  class OfProvider {}
  return OfProvider;
}
