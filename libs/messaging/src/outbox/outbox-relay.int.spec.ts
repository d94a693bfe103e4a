import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Tx } from '@leadstream/persistence';
import { captureEvents, type CapturedEvent, type EventCapture, eventually } from '@leadstream/testing';
import { type KafkaClient, Outbox } from '../index.js';
import { noteAddedV1, Stage } from '../spec/stage.spec.js';
import { CLAIM, lockOutbox } from './outbox.repository.js';

let stage: Stage;
let capture: EventCapture;
let relay: ReturnType<Stage['relay']> | undefined;
const tenantId = randomUUID();

beforeAll(async () => {
  stage = await Stage.open(3);
  capture = await captureEvents(stage.topic);
});
afterEach(async () => {
  await relay?.stop();
  relay = undefined;
  await stage.admin.query('DELETE FROM lead.outbox_waiting');
});
afterAll(async () => {
  await capture.stop();
  await stage.close();
});

const add = (tx: Tx, noteId: string, sequence: number, outbox = stage.outbox, text = ''): Promise<void> =>
  outbox.add(tx, noteAddedV1, { data: { noteId, n: sequence, text }, sequence });

const addAlone = (noteId: string, sequence: number): Promise<void> => stage.database.inTenant(tenantId, (tx) => add(tx, noteId, sequence));

function sequencesOf(noteId: string): number[] {
  return capture.events.filter(({ headers }) => headers['ce_subject'] === noteId).map(({ headers }) => Number(headers['ce_sequence']));
}

/** First occurrences only: what a consumer's inbox lets through. */
function onceEach(events: readonly CapturedEvent[]): CapturedEvent[] {
  return [...new Map(events.map((event) => [event.headers['ce_id'], event])).values()];
}

async function unpublished(): Promise<number> {
  const { rows } = await stage.admin.query<{ count: string }>('SELECT count(*) FROM lead.outbox_waiting');
  return Number(rows[0]?.count);
}

it('publishes what a slow transaction commits below ids that left long ago', async () => {
  relay = stage.relay();
  const [slow, quick] = [randomUUID(), randomUUID()];
  const added = Promise.withResolvers<void>();
  const { promise: gate, resolve: commit } = Promise.withResolvers<void>();
  const writing = stage.database.inTenant(tenantId, async (tx) => {
    await add(tx, slow, 1);
    added.resolve();
    await gate;
  });
  await added.promise;
  await addAlone(quick, 1);
  await eventually(() => expect(sequencesOf(quick)).toEqual([1]));
  expect(sequencesOf(slow)).toEqual([]);
  commit();
  await writing;
  await addAlone(slow, 2);
  await eventually(() => expect(sequencesOf(slow)).toEqual([1, 2]));
});

it('brings exactly the committed events, each aggregate in commit order, from many writers at once', async () => {
  await stage.admin.query(
    'CREATE TABLE IF NOT EXISTS lead.spec_counter (id uuid PRIMARY KEY, version int NOT NULL); GRANT ALL ON lead.spec_counter TO lead_service',
  );
  const notes = Array.from({ length: 5 }, () => randomUUID());
  await stage.admin.query('INSERT INTO lead.spec_counter SELECT unnest($1::uuid[]), 0', [notes]);
  relay = stage.relay();
  const write = async (noteId: string, fails: boolean): Promise<void> => {
    const work = stage.database.inTenant(tenantId, async (tx) => {
      const row = await tx.queryOne<{ version: number }>('UPDATE spec_counter SET version = version + 1 WHERE id = $1 RETURNING version', [
        noteId,
      ]);
      await add(tx, noteId, row?.version ?? 0);
      if (fails) throw new Error('rolled back');
    });
    await work.catch((error: Error) => expect(error.message).toBe('rolled back'));
  };
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let round = 0; round < 40; round += 1) await write(notes[(writer + round) % 5] as string, round % 7 === 3);
    }),
  );
  const { rows } = await stage.admin.query<{ id: string; version: number }>('SELECT id, version FROM lead.spec_counter');
  for (const { id, version } of rows) {
    await eventually(() => expect(sequencesOf(id)).toEqual(Array.from({ length: version }, (_, index) => index + 1)));
  }
});

it('parks what no broker takes, holds later events of that aggregate, and lets all others pass', async () => {
  const generous = new Outbox({ topicPrefix: stage.prefix, maxRecordBytes: 10_000_000 });
  const [large, other] = [randomUUID(), randomUUID()];
  await stage.database.inTenant(tenantId, async (tx) => {
    await add(tx, large, 1);
    await add(tx, large, 2, generous, 'x'.repeat(2_000_000));
    await add(tx, large, 3);
    await add(tx, other, 1);
  });
  relay = stage.relay();
  await addAlone(large, 4);
  await addAlone(other, 2);
  await eventually(() => expect(sequencesOf(other)).toEqual([1, 2]));
  // Partitions are read one by one.
  await eventually(() => expect(sequencesOf(large)).toEqual([1]));
  // The topic has what was sent a moment before the relay's transaction ends.
  await eventually(async () => {
    const { rows } = await stage.admin.query(
      `SELECT partition_key FROM lead.outbox_waiting JOIN lead.outbox USING (tenant_id, id) WHERE parked_at IS NOT NULL`,
    );
    expect(rows).toEqual([{ partition_key: `${tenantId}:${large}` }]);
  });
  const admin = await stage.kafka.admin();
  await admin.ensureTopics([{ name: stage.topic, partitions: 3, config: { 'max.message.bytes': '4000000' } }]);
  await admin.close();
  const database = stage.relayDatabase();
  // Again and again, for the broker takes a moment to hear of its new limit.
  await eventually(async () => {
    await database.withoutTenant((tx) => tx.query('SELECT release_parked_events()'));
    expect(sequencesOf(large)).toEqual([1, 2, 3, 4]);
  });
  await database.end();
});

it('sends what an aggregate committed before the event that is parked, and nothing after it', async () => {
  const noteId = randomUUID();
  await stage.database.inTenant(tenantId, async (tx) => {
    for (const sequence of [1, 2, 3]) await add(tx, noteId, sequence);
  });
  // As one of another topic is, while the first one's topic has trouble.
  await stage.admin.query(
    'UPDATE lead.outbox_waiting SET parked_at = now() WHERE id = (SELECT id FROM lead.outbox_waiting ORDER BY id OFFSET 1 LIMIT 1)',
  );
  relay = stage.relay();
  await eventually(async () => expect(await unpublished()).toBe(2));
  await eventually(() => expect(sequencesOf(noteId)).toEqual([1]));
});

it('sends nothing twice because one partition was given more than it takes at once', async () => {
  const [crowded, ...others] = Array.from({ length: 20 }, () => randomUUID()) as [string, ...string[]];
  const crowd = Array.from({ length: 12 }, (_, index) => index + 1);
  await stage.database.inTenant(tenantId, async (tx) => {
    for (const sequence of crowd) await add(tx, crowded, sequence, stage.outbox, 'x'.repeat(120_000));
    for (const other of others) await add(tx, other, 1);
  });
  relay = stage.relay();
  await eventually(async () => expect(await unpublished()).toBe(0));
  // What follows in its partition shows that nothing came twice before.
  for (const other of others) await addAlone(other, 2);
  await eventually(() => {
    expect(sequencesOf(crowded)).toEqual(crowd);
    for (const other of others) expect(sequencesOf(other)).toEqual([1, 2]);
  });
});

it('refuses an event that is too large while there is still somebody to tell', async () => {
  const adding = stage.database.inTenant(tenantId, (tx) => add(tx, randomUUID(), 1, stage.outbox, 'x'.repeat(1_000_001)));
  await expect(adding).rejects.toMatchObject({ code: 'OUTBOX.EVENT_TOO_LARGE', kind: 'too_large' });
});

it('goes on with other topics while one has trouble', async () => {
  const noteId = randomUUID();
  const lost = new Outbox({ topicPrefix: `${stage.prefix}missing.` });
  await stage.database.inTenant(tenantId, (tx) => add(tx, randomUUID(), 1, lost));
  relay = stage.relay();
  await addAlone(noteId, 1);
  await eventually(() => expect(sequencesOf(noteId)).toEqual([1]), { withinMs: 20_000 });
  await eventually(async () => expect(await unpublished()).toBe(1));
});

/** A broker that takes records and whose answers get lost, every other time. */
function forgetfulBroker(kafka: KafkaClient): KafkaClient {
  let sends = 0;
  return {
    consumer: (options) => kafka.consumer(options),
    admin: () => kafka.admin(),
    reader: (groupId, topic) => kafka.reader(groupId, topic),
    producer: async () => {
      const producer = await kafka.producer();
      return {
        close: () => producer.close(),
        send: async (records) => {
          await producer.send(records);
          sends += 1;
          if (sends % 2 === 1) throw new Error('answer lost');
        },
      };
    },
  };
}

it('sends again when an answer is lost: more than once, never out of order', async () => {
  const notes = [randomUUID(), randomUUID()];
  await stage.database.inTenant(tenantId, async (tx) => {
    for (let sequence = 1; sequence <= 20; sequence += 1) for (const noteId of notes) await add(tx, noteId, sequence);
  });
  relay = stage.relay(forgetfulBroker(stage.kafka));
  await eventually(async () => expect(await unpublished()).toBe(0), { withinMs: 20_000 });
  await eventually(() => expect(sequencesOf(notes[0] as string).length).toBeGreaterThan(20));
  for (const noteId of notes) {
    const first = onceEach(capture.events.filter(({ headers }) => headers['ce_subject'] === noteId));
    expect(first.map(({ headers }) => Number(headers['ce_sequence']))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  }
});

it.each(['never looked at', 'analysed', 'analysed empty'])(
  'claims without reading what was published or taken, from tables that were %s',
  async (state) => {
    if (state === 'analysed empty') await stage.admin.query('ANALYZE lead.outbox, lead.outbox_waiting');
    await stage.admin.query(
      `WITH event AS (
       INSERT INTO lead.outbox (tenant_id, event_id, topic, partition_key, headers, payload)
       SELECT $1, gen_random_uuid(), $2, 'k' || n, '{}', repeat('x', 500) FROM generate_series(1, 8000) AS n RETURNING tenant_id, id
     )
     INSERT INTO lead.outbox_waiting (tenant_id, id) SELECT tenant_id, id FROM event ORDER BY id DESC LIMIT 3000`,
      [tenantId, stage.topic],
    );
    if (state === 'analysed') await stage.admin.query('ANALYZE lead.outbox, lead.outbox_waiting');
    const database = stage.relayDatabase();
    const plan = await database.withoutTenant(async (tx) => {
      await lockOutbox(tx);
      return tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${CLAIM.text}`, [1_000, [], 4_194_304]);
    });
    await database.end();
    const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(lines).not.toMatch(/Seq Scan on outbox|Bitmap|Hash|Merge/);
    expect(lines).toContain('Index Scan using outbox_waiting_order');
    expect(lines).toMatch(/Index (Only )?Scan using outbox_waiting_parked/);
    expect(lines).toContain('Tid Scan on outbox_waiting');
  },
);

it('has one relay at work and another that takes over', async () => {
  const first = stage.relay();
  const second = stage.relay();
  const [before, after] = [randomUUID(), randomUUID()];
  await addAlone(before, 1);
  await eventually(() => expect(sequencesOf(before)).toEqual([1]));
  await first.stop();
  await addAlone(after, 1);
  await eventually(() => expect(sequencesOf(after)).toEqual([1]));
  await second.stop();
  expect(sequencesOf(before)).toEqual([1]);
});
