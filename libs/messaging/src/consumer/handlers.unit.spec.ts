import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventOf } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { noteAddedV1, noteClosedV1 } from '../spec/stage.spec.js';
import { type HandlerTable, handlerTables } from './handler-table.js';
import { EVENT_TRANSPORT, type KnownRecords, OnEvent, OnEvents, OnRecords, type TenantRecords } from './on-event.js';
import { done, type Outcome, reject, skip } from './outcome.js';

/** Collects what Nest finds, as the real strategy does. */
class Collector extends Server implements CustomTransportStrategy {
  override readonly transportId = EVENT_TRANSPORT;
  override readonly propagatesEventHandlerErrors = true;
  listen(callback: () => void): void {
    callback();
  }
  close(): void {}
  on(): void {}
  unwrap<T>(): T {
    throw new Error('nothing inside');
  }
}

@Module({})
class Root {}

const seen: unknown[] = [];

@Controller()
class NoteController {
  @OnEvent(noteAddedV1, { group: 'lead.one' })
  async one(event: EventOf<typeof noteAddedV1>, tx: Tx): Promise<Outcome> {
    seen.push(event, tx);
    if (event.sequence === 13) throw new TypeError('as it was');
    return done();
  }

  @OnEvents([noteAddedV1, noteClosedV1], { group: 'lead.many' })
  async many(events: (EventOf<typeof noteAddedV1> | EventOf<typeof noteClosedV1>)[]): Promise<Outcome[]> {
    return events.map((event) => (event.type === 'note.added' ? skip('known') : reject('closed')));
  }
}

@Controller()
class RivalController {
  @OnEvent(noteAddedV1, { group: 'lead.one' })
  async rival(): Promise<Outcome> {
    return done();
  }
}

@Controller()
class RecorderController {
  @OnRecords([noteAddedV1.topic], { group: 'lead.recorder' })
  async record(tenants: TenantRecords[]): Promise<KnownRecords> {
    seen.push(tenants);
    return new Set(tenants.flatMap(({ events }) => events.slice(1)));
  }
}

@Controller()
class ChoosingController {
  @OnEvent(noteAddedV1, { group: 'lead.recorder' })
  async one(): Promise<Outcome> {
    return done();
  }
}

const apps: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

async function tablesOf(...controllers: (new () => object)[]): Promise<HandlerTable[]> {
  const strategy = new Collector();
  const app = await NestFactory.createMicroservice({ module: Root, controllers }, { strategy, logger: false });
  apps.push(app);
  await app.listen();
  return handlerTables(strategy.getHandlers());
}

const note = (sequence: number): EventOf<typeof noteAddedV1> => ({
  id: 'i',
  type: 'note.added',
  version: 1,
  source: 'lead',
  time: new Date(0),
  tenantId: 't',
  subject: 's',
  sequence,
  correlationId: 'c',
  causationId: undefined,
  data: { noteId: 's', n: 1 },
});
const tx = { tenantId: 't' } as Tx;

describe('decorated methods', () => {
  it('are found by group, with their topics', async () => {
    const tables = await tablesOf(NoteController);
    expect(tables.map(({ group, topics }) => [group, topics])).toEqual([
      ['lead.one', ['crm.note.v1']],
      ['lead.many', ['crm.note.v1']],
    ]);
    expect(tables[0]?.versionsOf('note.closed')).toBeUndefined();
    const many = tables[1];
    expect(many?.versionsOf('note.added')?.get(1)?.handler).toBe(many?.versionsOf('note.closed')?.get(1)?.handler);
  });

  it('get the event and the transaction, and answer with outcomes', async () => {
    const [one, many] = await tablesOf(NoteController);
    const event = note(1);
    await expect(one?.versionsOf('note.added')?.get(1)?.handler.invoke(event, tx)).resolves.toEqual({ kind: 'done' });
    expect(seen.splice(0)).toEqual([event, tx]);
    await expect(
      many
        ?.versionsOf('note.added')
        ?.get(1)
        ?.handler.invoke([event, { ...event, type: 'note.closed' }], tx),
    ).resolves.toEqual([
      { kind: 'skip', reason: 'known' },
      { kind: 'reject', reason: 'closed' },
    ]);
  });

  it('throw what they throw, not what Nest makes of it', async () => {
    const [one] = await tablesOf(NoteController);
    await expect(one?.versionsOf('note.added')?.get(1)?.handler.invoke(note(13), tx)).rejects.toThrow(new TypeError('as it was'));
  });

  it('do not claim the same events twice', async () => {
    await expect(tablesOf(NoteController, RivalController)).rejects.toThrow('two methods handle lead.one|note.added.v1');
  });

  it('that record take every event of their topics, and leave none to others of their group', async () => {
    seen.length = 0;
    const [table] = await tablesOf(RecorderController);
    expect(table?.topics).toEqual(['crm.note.v1']);
    const lying = {
      topic: 'crm.note.v1',
      partition: 0,
      offset: 0,
      body: '{}',
      actor: undefined,
      traceparent: undefined,
      personKeyId: undefined,
    };
    const [once, again] = [0, 1].map((offset) => ({ ...note(1), ...lying, offset }));
    const records = [{ tenantId: note(1).tenantId, events: [once, again] }] as TenantRecords[];
    const known = (await table?.recorder?.invoke(records, tx)) as KnownRecords;
    expect([...known]).toEqual([again]);
    expect(seen.splice(0)).toEqual([records]);
    await expect(tablesOf(RecorderController, ChoosingController)).rejects.toThrow();
    await expect(tablesOf(ChoosingController, RecorderController)).rejects.toThrow('lead.recorder takes every event');
  });
});

it('takes only codes as reasons', () => {
  expect(() => reject('ada@example.com')).toThrow(RangeError);
  expect(() => skip('')).toThrow(RangeError);
});
