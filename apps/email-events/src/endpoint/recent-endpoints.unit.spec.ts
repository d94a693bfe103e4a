import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { RecentEndpoints } from './recent-endpoints.js';

const publicKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
const endpoint = (endpointId: string) => ({ tenantId: 't', endpointId, publicKey });

function stage() {
  let nowMs = 0;
  const recent = new RecentEndpoints({ now: () => new Date(nowMs) });
  return { recent, wait: (ms: number) => (nowMs += ms) };
}

describe('RecentEndpoints', () => {
  it('believes an endpoint for two seconds after it was looked up', () => {
    const { recent, wait } = stage();
    recent.add(endpoint('a'));
    wait(1_999);
    expect(recent.get('a')).toEqual(endpoint('a'));
    wait(1);
    expect(recent.get('a')).toBeUndefined();
  });

  it('forgets at once what it is told to', () => {
    const { recent } = stage();
    recent.add(endpoint('a'));
    recent.forget('a');
    expect(recent.get('a')).toBeUndefined();
  });

  it('keeps a thousand, the latest', () => {
    const { recent } = stage();
    for (let n = 0; n <= 1_000; n += 1) recent.add(endpoint(String(n)));
    expect([recent.get('0'), recent.get('1'), recent.get('1000')].map((found) => found?.endpointId)).toEqual([undefined, '1', '1000']);
  });
});
