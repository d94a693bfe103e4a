import { randomBytes, randomUUID } from 'node:crypto';
import {
  decodeEvent,
  type EncodedEvent,
  encodeEvent,
  leadCapturedV1,
  type PersonalOpener,
  type PersonalSealer,
} from '@leadstream/contracts';
import { aeadKey, aeadOpen, aeadSeal } from '@leadstream/persistence';
import type { Figure } from '../figure.ts';
import { type Captured, sampleLeads } from './sample-leads.ts';

const RUNS = 9;
const EVENTS = 20_000;
const MICROSECONDS = 1e6;

type Crypt = PersonalSealer & PersonalOpener;

function cryptOf(): Crypt {
  const key = aeadKey(randomBytes(32));
  return {
    keyId: randomUUID(),
    seal: (plain, context) => aeadSeal(key, plain, context),
    open: (sealed, context) => aeadOpen(key, sealed, context),
  };
}

/** Processor time of the whole process, µs an event. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / EVENTS;
}

function decodeAll(records: readonly EncodedEvent[], crypts: readonly Crypt[] | undefined): void {
  for (const [index, { headers, value }] of records.entries()) {
    const decoded = decodeEvent(leadCapturedV1, { headers, value: Buffer.from(value) }, crypts?.[index]);
    if (!decoded.ok || decoded.value.data.email === null) throw new Error('a record was not read');
  }
}

interface Run {
  readonly encodeOpen: number;
  readonly encodeSealed: number;
  readonly decodeOpen: number;
  readonly decodeSealed: number;
}

function measure(events: readonly Captured[], crypts: readonly Crypt[]): Run {
  let open: EncodedEvent[] = [];
  let sealed: EncodedEvent[] = [];
  const encodeOpen = cpuOf(() => (open = events.map((event) => encodeEvent(leadCapturedV1, event))));
  const encodeSealed = cpuOf(() => (sealed = events.map((event, index) => encodeEvent(leadCapturedV1, event, undefined, crypts[index]))));
  const decodeOpen = cpuOf(() => decodeAll(open, undefined));
  const decodeSealed = cpuOf(() => decodeAll(sealed, crypts));
  return { encodeOpen, encodeSealed, decodeOpen, decodeSealed };
}

/** What sealing and opening add to a record, keys at hand: one a person, a person an event. */
export function recordCost(): Figure[] {
  const events = sampleLeads(EVENTS, randomUUID());
  const crypts = events.map(cryptOf);
  measure(events, crypts);
  const runs = Array.from({ length: RUNS }, () => measure(events, crypts));
  const figure = (name: string, value: (run: Run) => number): Figure => ({ name, unit: 'µs', runs: runs.map(value) });
  return [
    figure('encode in the open, processor time', (run) => run.encodeOpen),
    figure('encode sealed', (run) => run.encodeSealed),
    { ...figure('encode sealed / in the open', (run) => run.encodeSealed / run.encodeOpen), unit: '×' },
    figure('decode in the open', (run) => run.decodeOpen),
    figure('decode sealed', (run) => run.decodeSealed),
    { ...figure('decode sealed / in the open', (run) => run.decodeSealed / run.decodeOpen), unit: '×' },
    { ...figure('records a second and core that can be opened', (run) => MICROSECONDS / run.decodeSealed), unit: '/s' },
  ];
}
