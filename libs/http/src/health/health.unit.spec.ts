import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HealthRegistry } from './health-registry.js';
import { ManagementServer } from './management-server.js';

const health = new HealthRegistry();
const server = new ManagementServer(health);
let url = '';
beforeAll(async () => {
  url = await server.listen('127.0.0.1', 0);
});
afterAll(() => server.close());

const get = async (path: string) => {
  const answer = await fetch(url + path);
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

describe('readiness', () => {
  it('is 503 with a reason for each part that cannot work', async () => {
    let isUp = true;
    health.register('postgres', () => (isUp ? { ok: true } : { ok: false, reason: 'refused' }));
    health.register('kafka', () => (isUp ? { ok: true } : Promise.reject(Object.assign(new Error('secret'), { code: 'ECONNREFUSED' }))));
    expect(await get('/health/ready')).toMatchObject({
      status: 200,
      text: '{"status":"ready","checks":{"postgres":{"ok":true},"kafka":{"ok":true}}}',
    });
    isUp = false;
    const answer = await get('/health/ready?verbose');
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toEqual({
      status: 'not_ready',
      checks: { postgres: { ok: false, reason: 'refused' }, kafka: { ok: false, reason: 'ECONNREFUSED' } },
    });
  });

  it('is refused before the app has started and once it stops', async () => {
    const ofApp = new HealthRegistry();
    for (const phase of ['starting', 'stopping'] as const) {
      ofApp.enter(phase);
      expect(await ofApp.report()).toEqual({ status: 'not_ready', checks: { app: { ok: false, reason: phase } } });
    }
    ofApp.enter('running');
    expect(await ofApp.report()).toEqual({ status: 'ready', checks: {} });
  });

  it('does not wait for a part that hangs', async () => {
    const stuck = new HealthRegistry(20);
    stuck.register('redis', () => new Promise(() => undefined));
    expect(await stuck.report()).toEqual({ status: 'not_ready', checks: { redis: { ok: false, reason: 'timeout' } } });
  });

  it('takes each name once', () => {
    expect(() => health.register('postgres', () => ({ ok: true }))).toThrow(RangeError);
  });
});

describe('the management server', () => {
  it('is live whatever its dependencies do', async () => {
    expect(await get('/health/live')).toMatchObject({ status: 200 });
  });

  it('has the metrics in Prometheus form', async () => {
    expect(await get('/metrics')).toMatchObject({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
  });

  it('has nothing else', async () => {
    expect(await get('/v1/leads')).toMatchObject({ status: 404 });
  });

  it('says so when its port is taken', async () => {
    await expect(new ManagementServer(health).listen('127.0.0.1', Number(new URL(url).port))).rejects.toThrow('EADDRINUSE');
  });
});
