import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientTls } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { Turns, type TurnTaker } from './turns.js';
import { Upstream } from './upstream.js';

describe('Turns', () => {
  let begun: string[];
  const taker = (party: string | undefined, name: string): TurnTaker => ({ party, begin: () => void begun.push(name) });
  beforeEach(() => {
    begun = [];
  });

  it('lets a party do so much at once, and the next as one leaves, in the order they came', () => {
    const turns = new Turns({ places: 2, least: 1 });
    const takers = ['a', 'b', 'c', 'd'].map((name) => taker('one', name));
    takers.forEach((each) => turns.take(each));
    expect([begun, turns.countOf('one')]).toEqual([['a', 'b'], 4]);
    turns.leave(takers[1] as TurnTaker);
    expect(begun).toEqual(['a', 'b', 'c']);
    turns.leave(takers[0] as TurnTaker);
    expect([begun, turns.countOf('one')]).toEqual([['a', 'b', 'c', 'd'], 2]);
    [takers[2], takers[3]].forEach((each) => turns.leave(each as TurnTaker));
    expect(turns.countOf('one')).toBe(0);
  });

  it('lets nobody wait for another party, nor whoever belongs to none', () => {
    const turns = new Turns({ places: 1, least: 1 });
    for (const [party, name] of [
      ['one', 'a'],
      ['one', 'b'],
      ['two', 'c'],
      [undefined, 'd'],
      [undefined, 'e'],
    ] as const)
      turns.take(taker(party, name));
    expect(begun).toEqual(['a', 'c', 'd', 'e']);
  });

  it('shares its places among all who asked within a second or the one before, but leaves each the least', () => {
    let nowMs = 5_000;
    const turns = new Turns({ places: 6, least: 2, now: () => nowMs });
    const noisy = Array.from({ length: 9 }, (_, index) => taker('noisy', `n${index}`));
    noisy.forEach((each) => turns.take(each));
    expect(begun).toHaveLength(6);
    turns.take(taker('a', 'a'));
    turns.take(taker('b', 'b'));
    turns.take(taker('c', 'c'));
    // Four parties would have one place each.
    noisy.slice(0, 4).forEach((each) => turns.leave(each));
    expect(begun.slice(6)).toEqual(['a', 'b', 'c']);
    turns.leave(noisy[4] as TurnTaker);
    expect(begun.slice(9)).toEqual(['n6']);
    nowMs += 2_500;
    turns.leave(noisy[5] as TurnTaker);
    expect(begun.slice(10)).toEqual(['n7', 'n8']);
  });

  it('passes over those who left while they waited', () => {
    const turns = new Turns({ places: 1, least: 1 });
    const [first, gone, last] = ['a', 'b', 'c'].map((name) => taker('one', name)) as [TurnTaker, TurnTaker, TurnTaker];
    [first, gone, last].forEach((each) => turns.take(each));
    turns.leave(gone);
    turns.leave(first);
    expect([begun, turns.countOf('one')]).toEqual([['a', 'c'], 1]);
  });
});

describe('a tenant that asks a slow service for much at once', () => {
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/slow') held.push(response);
    else response.end();
  });
  let upstream: Upstream;

  beforeEach(async () => {
    await new Promise<void>((resolve) => server.listen(0, resolve));
    upstream = new Upstream('lead', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, clientTls({}));
  });
  afterEach(async () => {
    await upstream.close();
    server.close();
  });

  function ask(party: string, path: string): Promise<string> {
    return new Promise((resolve) => {
      upstream.exchange(
        { method: 'GET', path, headers: [], patienceMs: 30_000, repeatable: true, party },
        {
          begin: (status) => resolve(String(status)),
          write: () => true,
          end: () => undefined,
          fail: (error) => resolve((error as { code?: string }).code ?? error.message),
        },
      );
    });
  }

  it('has half of its connections, and the others theirs; beyond half of what may wait it is turned away', async () => {
    const slow = Array.from({ length: 513 }, () => ask('noisy', '/slow'));
    expect(await slow.at(-1)).toBe('GATEWAY.UPSTREAM_BUSY');
    await eventually(() => expect(held).toHaveLength(32));
    expect(await ask('quiet', '/')).toBe('200');
    expect(held).toHaveLength(32);
    for (let answered = 0; answered < 512; answered += 1) {
      await eventually(() => expect(held.length).toBeGreaterThan(answered));
      held[answered]?.end();
    }
    expect(new Set(await Promise.all(slow.slice(0, -1)))).toEqual(new Set(['200']));
  });
});
