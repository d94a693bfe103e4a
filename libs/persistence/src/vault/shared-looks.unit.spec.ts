import { describe, expect, it } from '@jest/globals';
import { SharedLooks } from './shared-looks.js';

const [A, B] = ['0190c0de-0000-7000-8000-00000000000a', '0190c0de-0000-7000-8000-00000000000b'];
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A place that answers when it is told to: each thing by its name in capitals. */
class SlowPlace {
  readonly looks: { readonly tenantId: string; readonly wanted: readonly string[]; readonly answer: (error?: Error) => void }[] = [];
  readonly shared = new SharedLooks<string, string>((tenantId, wanted) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, string>>();
    const found = new Map(wanted.map((one) => [one, one.toUpperCase()]));
    this.looks.push({ tenantId, wanted, answer: (error) => (error ? reject(error) : resolve(found)) });
    return promise;
  });
}

describe('callers at the same time', () => {
  it('share the next look while one is on its way', async () => {
    const { looks, shared } = new SlowPlace();
    const first = shared.find(A, ['x']);
    await turn();
    const others = [shared.find(A, ['y', 'z']), shared.find(A, ['z', 'x'])];
    await turn();
    expect(looks).toHaveLength(1);
    looks[0]?.answer();
    expect([...(await first)]).toEqual([['x', 'X']]);
    await turn();
    expect(looks.map(({ wanted }) => wanted)).toEqual([['x'], ['y', 'z', 'x']]);
    looks[1]?.answer();
    const [one, two] = await Promise.all(others);
    expect([one?.get('y'), one?.get('z'), two?.get('z'), two?.get('x')]).toEqual(['Y', 'Z', 'Z', 'X']);
  });

  it('of different tenants do not wait for each other, nor share anything', async () => {
    const { looks, shared } = new SlowPlace();
    const both = [shared.find(A, ['x']), shared.find(B, ['x'])];
    await turn();
    expect(looks.map(({ tenantId }) => tenantId)).toEqual([A, B]);
    looks.forEach(({ answer }) => answer());
    await Promise.all(both);
  });
});

it('tells a failure to those who shared the look, and to nobody after them', async () => {
  const { looks, shared } = new SlowPlace();
  const failing = shared.find(A, ['x']);
  await turn();
  const next = shared.find(A, ['x']);
  looks[0]?.answer(new Error('gone'));
  await expect(failing).rejects.toThrow('gone');
  await turn();
  looks[1]?.answer();
  expect((await next).get('x')).toBe('X');
});
