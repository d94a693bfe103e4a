import { expect, it } from '@jest/globals';
import { Site, type SiteAddresses } from '../../site.ts';
import { outboxProblems } from './outbox.ts';

const site = new Site({ isLocal: false } as SiteAddresses);

it.each([
  ['is empty', { depth: 0, oldestSeconds: 0, parked: 0, sessions: 1 }, []],
  ['is young', { depth: 5, oldestSeconds: 30, parked: 0, sessions: 1 }, []],
  ['grows old', { depth: 5, oldestSeconds: 31, parked: 0, sessions: 1 }, ['warn: 5 events wait']],
  ['is stuck', { depth: 5, oldestSeconds: 121, parked: 0, sessions: 1 }, ['critical: 5 events wait']],
  ['has nobody to empty it', { depth: 5, oldestSeconds: 31, parked: 0, sessions: 0 }, ['critical: 5 events wait']],
  ['has no relay, and nothing to do for one', { depth: 0, oldestSeconds: 0, parked: 0, sessions: 0 }, ['warn: no relay is connected']],
  ['holds parked events', { depth: 2, oldestSeconds: 999, parked: 1, sessions: 1 }, ['critical: 1 events are parked']],
])('knows when an outbox %s', (_name, state, expected) => {
  const told = outboxProblems(site, 'lead', state).map(({ severity, finding }) => `${severity}: ${finding}`);
  expect(told).toEqual(expected.map((start) => expect.stringMatching(`^${start}`)));
});
