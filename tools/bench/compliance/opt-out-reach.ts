// How soon an opt-out is heeded by every process of the compliance service: three of them, on one database and one Kafka.
//
// Opt-outs are sent at a steady rate, whatever is still under way, in four ways in turn: a withdrawal, a DNC entry and a STOP reply to one process, and a STOP reply
// as an event, which whichever process has the partition takes. Each lead is opted out once. From the instant at which the opt-out was due every process is asked for
// a decision, again and again, until it denies; then once more. The clock ends with the answer, so what a question takes is in the figure.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { encodeEvent, messageReceivedV1, sourceOf } from '@leadstream/contracts';
import { ContextToken } from '@leadstream/http';
import { uuidV7 } from '@leadstream/kernel';
import { percentile } from '@leadstream/testing/http-load';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import pg from 'pg';
import { type BenchSystem, startBenchSystem } from '../bench-system.ts';
import type { Figure } from '../figure.ts';
import { openLoop } from '../partition/open-loop.ts';

const PER_SECOND = 5;
const SECONDS = process.env['BENCH_SCALE'] === 'small' ? 40 : 60;
const LEADS = (SECONDS + 15) * PER_SECOND;
const WARM_SECONDS = 5;
/** Decisions about one lead wait for each other, and an opt-out waits with them: who asks all the time measures nothing but that. */
const ASKED_EVERY_MS = 50;
/** Later than that it counts as never. */
const GIVEN_UP_MS = 10_000;

const WAYS = ['withdrawal', 'DNC entry', 'STOP reply', 'STOP reply as an event'] as const;
type Way = (typeof WAYS)[number];
const CHANNEL = { withdrawal: 'email', 'DNC entry': 'email', 'STOP reply': 'sms', 'STOP reply as an event': 'sms' } as const;

const FILL = [
  `INSERT INTO compliance.known_lead (tenant_id, lead_id, sequence, email, phone)
   SELECT $1::uuid, uuidv7(), 1, 'lead' || n || '@example.com', '+4930' || lpad((2000000 + n)::text, 7, '0') FROM generate_series(1, ${LEADS}) AS n`,
  `INSERT INTO compliance.consent_entry (tenant_id, id, lead_id, channel, purpose, state, basis, stated_at, source, recorded_at)
   SELECT tenant_id, uuidv7(), lead_id, channel, 'service', 'given', 'consent', now() - interval '30 days', 'bench', now()
     FROM compliance.known_lead, (VALUES ('email'), ('sms')) AS c (channel) WHERE tenant_id = $1`,
];

/** One opt-out, as it was seen. */
interface Reach {
  readonly way: Way;
  /** By process, from when it was due until a decision denied. */
  readonly deniedMs: readonly number[];
  /** Decisions that did not deny although they were asked for after the opt-out had been acknowledged. */
  readonly allowedAfter: { readonly same: number; readonly others: number };
}

/** Milliseconds until all three processes deny, by way, and decisions that allow afterwards. */
export async function measureOptOutReach(): Promise<Figure[]> {
  const system = await startBenchSystem({}, ['compliance']);
  const producer = new Kafka({ brokers: [...system.brokers], logLevel: logLevel.NOTHING }).producer({
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  try {
    const urls = [
      system.url('compliance'),
      await system.addReplica('compliance', 'second'),
      await system.addReplica('compliance', 'third'),
    ];
    await producer.connect();
    return figures(await new OptOuts(system, urls, producer).run());
  } finally {
    await producer.disconnect();
    await system.stop();
  }
}

class OptOuts {
  readonly #system: BenchSystem;
  readonly #urls: readonly string[];
  readonly #producer: Producer;
  readonly #tenantId = randomUUID();
  #leadIds: string[] = [];
  #emails: ReadonlyMap<string, string> = new Map();
  #begun = 0;

  constructor(system: BenchSystem, urls: readonly string[], producer: Producer) {
    this.#system = system;
    this.#urls = urls;
    this.#producer = producer;
  }

  async run(): Promise<Reach[]> {
    await this.#fill();
    await this.#decidesOtherwise();
    await openLoop(PER_SECOND, () => this.#optOut(), pause(WARM_SECONDS * 1_000));
    const seen: Reach[] = [];
    const { errors } = await openLoop(PER_SECOND, async () => void seen.push(await this.#optOut()), pause(SECONDS * 1_000));
    if (errors > 0) throw new Error(`${errors} of the opt-outs failed`);
    return seen;
  }

  async #fill(): Promise<void> {
    const admin = new pg.Client({ connectionString: this.#system.adminUrl });
    await admin.connect();
    for (const sql of FILL) await admin.query(sql, [this.#tenantId]);
    await admin.query('ANALYZE compliance.known_lead, compliance.consent_entry');
    const { rows } = await admin.query<{ id: string; email: string }>(
      'SELECT lead_id AS id, email FROM compliance.known_lead WHERE tenant_id = $1',
      [this.#tenantId],
    );
    this.#leadIds = rows.map(({ id }) => id);
    this.#emails = new Map(rows.map(({ id, email }) => [id, email]));
    await admin.end();
  }

  /** Nothing is measured where everything is denied anyway. */
  async #decidesOtherwise(): Promise<void> {
    for (const channel of ['email', 'sms']) {
      for (const url of this.#urls) {
        if (await this.#isDenied(url, this.#leadIds.at(-1) ?? '', channel)) throw new Error(`${channel} is denied before any opt-out`);
      }
    }
  }

  async #optOut(): Promise<Reach> {
    const [dueMs, index] = [performance.now(), this.#begun];
    this.#begun += 1;
    const [way, leadId] = [WAYS[index % WAYS.length] ?? 'withdrawal', this.#leadIds[index] ?? ''];
    // Each process has its turn in being the one that is told.
    const told = Math.floor(index / WAYS.length) % this.#urls.length;
    let acknowledgedMs = Infinity;
    const telling = this.#tell(way, told, leadId, index).then(() => (acknowledgedMs = performance.now()));
    const allowedAfter = { same: 0, others: 0 };
    const watch = async (url: string, place: number): Promise<number> => {
      for (;;) {
        const askedMs = performance.now();
        if (await this.#isDenied(url, leadId, CHANNEL[way])) return performance.now() - dueMs;
        if (askedMs > acknowledgedMs && way !== 'STOP reply as an event') allowedAfter[place === told ? 'same' : 'others'] += 1;
        if (askedMs - dueMs > GIVEN_UP_MS) throw new Error(`${way} was not heeded`);
        await pause(ASKED_EVERY_MS);
      }
    };
    const [deniedMs] = await Promise.all([Promise.all(this.#urls.map(watch)), telling]);
    const again = await Promise.all(this.#urls.map((url) => this.#isDenied(url, leadId, CHANNEL[way])));
    for (const [place, isDenied] of again.entries()) if (!isDenied) allowedAfter[place === told ? 'same' : 'others'] += 1;
    return { way, deniedMs, allowedAfter };
  }

  async #tell(way: Way, told: number, leadId: string, index: number): Promise<void> {
    const url = this.#urls[told] ?? '';
    if (way === 'withdrawal') {
      await this.#post(url, '/v1/consents', { leadId, channel: 'email', purpose: 'service', state: 'withdrawn' });
    } else if (way === 'DNC entry') {
      await this.#post(url, '/v1/dnc', { kind: 'email', value: this.#emails.get(leadId), reason: 'asked' });
    } else if (way === 'STOP reply') {
      await this.#post(url, '/v1/opt-out-reviews', { leadId, messageId: `m${index}`, channel: 'sms', text: 'STOP' });
    } else {
      await this.#send(leadId, `m${index}`);
    }
  }

  async #send(leadId: string, messageId: string): Promise<void> {
    const [id, time] = [uuidV7.next(), new Date()];
    const data = { leadId, messageId, channel: 'sms' as const, text: 'STOP', receivedAt: time.toISOString() };
    const { type, version } = messageReceivedV1;
    const envelope = {
      id,
      type,
      version,
      source: sourceOf(messageReceivedV1),
      time,
      tenantId: this.#tenantId,
      subject: leadId,
      sequence: 1,
    };
    const record = encodeEvent(messageReceivedV1, { ...envelope, correlationId: id, causationId: undefined, data });
    await this.#producer.send({ topic: this.#system.topicPrefix + messageReceivedV1.topic.name, messages: [record] });
  }

  async #isDenied(url: string, leadId: string, channel: string): Promise<boolean> {
    const { outcome } = (await this.#post(url, '/v1/decisions', { leadId, channel, purpose: 'service' })) as { outcome: string };
    return outcome === 'deny';
  }

  async #post(url: string, path: string, body: object): Promise<unknown> {
    const token = new ContextToken({ secret: this.#system.contextSecret, audience: 'compliance' });
    const context = {
      ...{ tenantId: this.#tenantId, actor: { kind: 'api-key', id: randomUUID() } as const, requestId: randomUUID() },
      scopes: ['compliance:read', 'compliance:write'],
    };
    const headers = { 'x-leadstream-context': token.sign(context), 'content-type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

function figures(seen: readonly Reach[]): Figure[] {
  const byWay = WAYS.flatMap((way): Figure[] => {
    const lastMs = seen.filter((one) => one.way === way).map(({ deniedMs }) => Math.max(...deniedMs));
    const sorted = lastMs.toSorted((a, b) => a - b);
    return [
      { name: `${way} → denied by all three, p50`, unit: 'ms', runs: [percentile(sorted, 0.5)] },
      { name: `${way} → denied by all three, p99`, unit: 'ms', runs: [percentile(sorted, 0.99)], aim: '≤ 1000' },
    ];
  });
  const all = seen.flatMap(({ deniedMs }) => Math.max(...deniedMs)).toSorted((a, b) => a - b);
  const sum = (of: (one: Reach) => number): number => seen.reduce((total, one) => total + of(one), 0);
  return [
    ...byWay,
    { name: 'any opt-out → denied by all three, p99', unit: 'ms', runs: [percentile(all, 0.99)], aim: '≤ 1000' },
    { name: 'the slowest', unit: 'ms', runs: [all.at(-1) ?? NaN] },
    { name: 'allowed by the process that had acknowledged it', unit: '', runs: [sum(({ allowedAfter }) => allowedAfter.same)], aim: '≤ 0' },
    { name: 'allowed by another one after that', unit: '', runs: [sum(({ allowedAfter }) => allowedAfter.others)], aim: '≤ 0' },
    { name: 'opt-outs', unit: '', runs: [seen.length] },
  ];
}
