import { randomUUID } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineEvent, encodeEvent, type EventOf } from '@leadstream/contracts';
import { Keyring, PersonVault, TenantDatabase, type Tx } from '@leadstream/persistence';
import { eventually, TEST_ENCRYPTION_KEYS } from '@leadstream/testing';
import { z } from 'zod';
import { done, EventConsumerStrategy, OnEvents, type Outcome, Outbox, type PersonalData, VaultPersonalData } from './index.js';
import { GROUP, noteAddedV1, noteTopic, Stage } from './spec/stage.spec.js';

const noteSignedV1 = defineEvent({
  type: 'note.signed',
  version: 1,
  producer: 'lead',
  topic: noteTopic,
  aggregate: 'noteId',
  person: 'lead:{authorId}',
  data: z.object({ noteId: z.uuid(), authorId: z.uuid(), author: z.string().nullable().meta({ personal: true }) }),
});
type Signed = EventOf<typeof noteSignedV1>;

const TENANT = randomUUID();
const opened: Signed[] = [];
const omitted: Signed[] = [];

@Controller()
class OpenConsumer {
  @OnEvents(noteSignedV1, { group: GROUP })
  async onSigned(events: Signed[]): Promise<Outcome> {
    opened.push(...events);
    return done();
  }
}

@Controller()
class OmittingConsumer {
  @OnEvents(noteSignedV1, { group: 'lead.note-count', personal: 'omit' })
  async onSigned(events: Signed[]): Promise<Outcome> {
    omitted.push(...events);
    return done();
  }
}

@Module({ controllers: [OpenConsumer, OmittingConsumer] })
class ReadersModule {}

let stage: Stage;
let vaultDatabase: TenantDatabase;
let readers: { close(): Promise<void> };
let vault: PersonVault;
let outbox: Outbox;
let asked: string[];

/** A vault of a process of its own, which remembers nothing of what others have asked. */
function member(): PersonVault {
  return new PersonVault({ database: vaultDatabase, keyring: Keyring.parse(TEST_ENCRYPTION_KEYS), maxAgeMs: 0 });
}

beforeAll(async () => {
  stage = await Stage.open();
  vaultDatabase = new TenantDatabase({ url: stage.vaultUrl, poolSize: 4, applicationName: 'spec-vault' });
  vault = member();
  asked = [];
  const personal = new VaultPersonalData(vault);
  outbox = new Outbox({ topicPrefix: stage.prefix, personal });
  const counted = {
    sealings: personal.sealings.bind(personal),
    openings: (envelopes: Parameters<PersonalData['openings']>[0]) => {
      asked.push(...envelopes.map(({ id }) => id));
      return personal.openings(envelopes);
    },
  };
  const strategy = new EventConsumerStrategy({
    kafka: stage.kafka,
    database: stage.database,
    topicPrefix: stage.prefix,
    personal: counted,
    tuning: { retryDelayMs: 5 },
  });
  const app = await NestFactory.createMicroservice(ReadersModule, { strategy, logger: false });
  await app.listen();
  readers = app;
  stage.relay();
});

afterAll(async () => {
  await readers.close();
  await vaultDatabase.end();
  await stage.close();
});

const write = (work: (tx: Tx) => Promise<void>): Promise<void> => stage.database.inTenant(TENANT, work);
const signedBy = (authorId: string, author: string | null) => ({ noteId: randomUUID(), authorId, author });
const ofNote = (events: readonly Signed[], noteId: string): Signed | undefined => events.find(({ data }) => data.noteId === noteId);

async function publish(data: Signed['data']): Promise<void> {
  await write((tx) => outbox.add(tx, noteSignedV1, { data, sequence: 1 }));
}

async function outboxRows(noteId: string): Promise<{ payload: string; headers: Record<string, string> }[]> {
  const { rows } = await stage.admin.query<{ payload: string; headers: Record<string, string> }>(
    `SELECT payload, headers FROM lead.outbox WHERE partition_key = $1 ORDER BY id`,
    [`${TENANT}:${noteId}`],
  );
  return rows;
}

/** A record as the relay would send it, sealed by the vault. */
async function sealedRecord(data: Signed['data']) {
  const [sealing] = await new VaultPersonalData(member()).sealings(TENANT, [{ contract: noteSignedV1, data }]);
  const id = randomUUID();
  const envelope = {
    id,
    type: 'note.signed',
    version: 1,
    source: 'lead',
    time: new Date(),
    tenantId: TENANT,
    subject: data.noteId,
  } as const;
  return encodeEvent(noteSignedV1, { ...envelope, sequence: 1, correlationId: id, causationId: undefined, data }, undefined, sealing);
}

describe('personal fields', () => {
  it('lie sealed in the outbox and reach the handler as they were', async () => {
    const data = signedBy(randomUUID(), 'canary Ada Lovelace');
    await publish(data);
    const [row] = await outboxRows(data.noteId);
    expect(JSON.stringify(row)).not.toContain('canary');
    expect(row?.headers['ce_personkey']).toMatch(/^[0-9a-f-]{36}$/);
    await eventually(() => expect(ofNote(opened, data.noteId)?.data).toEqual(data));
  });

  it('are null for a group that has no use for them, and no key is asked for', async () => {
    const data = signedBy(randomUUID(), 'Ada');
    await publish(data);
    await eventually(() => expect(ofNote(omitted, data.noteId)?.data).toEqual({ ...data, author: null }));
    await eventually(() => expect(ofNote(opened, data.noteId)).toBeDefined());
    const { id } = ofNote(opened, data.noteId) as Signed;
    expect(asked.filter((one) => one === id)).toHaveLength(1);
  });

  it('that were not given need no key', async () => {
    const data = signedBy(randomUUID(), null);
    await publish(data);
    expect((await outboxRows(data.noteId))[0]?.headers).not.toHaveProperty('ce_personkey');
    await eventually(() => expect(ofNote(opened, data.noteId)?.data).toEqual(data));
  });

  it('of older records stand in the open and are read', async () => {
    const data = signedBy(randomUUID(), 'Ada');
    const { headers, key } = await sealedRecord(data);
    const { ce_personkey: _, ...rest } = headers;
    await stage.send([{ key, headers: rest, value: JSON.stringify(data) }]);
    await eventually(() => expect(ofNote(opened, data.noteId)?.data).toEqual(data));
  });

  it('of a destroyed person are null ever after, others are untouched', async () => {
    const [gone, stays] = [signedBy(randomUUID(), 'Gone'), signedBy(randomUUID(), 'Stays')];
    const records = [await sealedRecord(gone), await sealedRecord(stays)];
    await vault.destroy(TENANT, [`lead:${gone.authorId}`]);
    await stage.send(records);
    await eventually(() => expect(ofNote(opened, stays.noteId)?.data).toEqual(stays));
    await eventually(() => expect(ofNote(opened, gone.noteId)?.data).toEqual({ ...gone, author: null }));
    const afterwards = signedBy(gone.authorId, 'canary');
    await publish(afterwards);
    const [row] = await outboxRows(afterwards.noteId);
    expect(row?.payload).toBe(JSON.stringify({ noteId: afterwards.noteId, authorId: gone.authorId }));
  });
});

describe('a key that is not there', () => {
  it('pauses the partition until the vault is whole again; nothing is dead-lettered or lost', async () => {
    const data = signedBy(randomUUID(), 'Ada');
    const record = await sealedRecord(data);
    const keyId = record.headers['ce_personkey'];
    const hidden = randomUUID();
    const rename = 'UPDATE vault.person_key SET key_id = $2 WHERE key_id = $1';
    await stage.admin.query(rename, [keyId, hidden]);
    await stage.send([record]);
    await eventually(() => expect(asked.filter((id) => id === record.headers['ce_id']).length).toBeGreaterThan(1), { withinMs: 15_000 });
    expect(ofNote(opened, data.noteId)).toBeUndefined();
    expect(await stage.deadLetters()).toEqual([]);
    await stage.admin.query(rename, [hidden, keyId]);
    await eventually(() => expect(ofNote(opened, data.noteId)?.data).toEqual(data), { withinMs: 30_000 });
  });

  it('fails the write when the vault does not answer', async () => {
    const url = new URL(stage.vaultUrl);
    url.port = '1';
    const database = new TenantDatabase({ url: url.toString(), poolSize: 1, applicationName: 'spec-down' });
    const down = new PersonVault({ database, keyring: Keyring.parse(TEST_ENCRYPTION_KEYS) });
    const severed = new Outbox({ topicPrefix: stage.prefix, personal: new VaultPersonalData(down) });
    const data = signedBy(randomUUID(), 'Ada');
    await expect(write((tx) => severed.add(tx, noteSignedV1, { data, sequence: 1 }))).rejects.toMatchObject({ kind: 'unavailable' });
    await write((tx) => severed.add(tx, noteAddedV1, { data: { noteId: data.noteId, n: 1 }, sequence: 1 }));
    expect(await outboxRows(data.noteId)).toHaveLength(1);
    await database.end();
  });

  it('cannot be done without: an outbox that has no vault takes no personal fields', async () => {
    const bare = new Outbox({ topicPrefix: stage.prefix });
    const add = write((tx) => bare.add(tx, noteSignedV1, { data: signedBy(randomUUID(), 'Ada'), sequence: 1 }));
    await expect(add).rejects.toThrow('note.signed.v1 names a person');
  });
});

it('what was tampered with goes to the dead letters, sealed as it is', async () => {
  const [data, next] = [signedBy(randomUUID(), 'canary'), signedBy(randomUUID(), 'Ada')];
  const record = await sealedRecord(data);
  await stage.send([{ ...record, headers: { ...record.headers, ce_id: randomUUID() } }, await sealedRecord(next)]);
  await eventually(async () => {
    const [letter] = await stage.deadLetters();
    expect(letter).toMatchObject({ reason: 'sealed_body:tampered', value: record.value });
  });
  await eventually(() => expect(ofNote(opened, next.noteId)?.data).toEqual(next));
});

it('events of one transaction keep their order, whether they wait for a key or not', async () => {
  const noteId = randomUUID();
  const signed = (author: string) => ({ data: { noteId, authorId: randomUUID(), author }, sequence: 1 });
  await write(async (tx) => {
    await Promise.all([
      outbox.add(tx, noteSignedV1, signed('first')),
      outbox.add(tx, noteAddedV1, { data: { noteId, n: 2 }, sequence: 2 }),
      outbox.addAll(tx, [{ contract: noteSignedV1, ...signed('third') }]),
      outbox.add(tx, noteAddedV1, { data: { noteId, n: 4 }, sequence: 4 }),
    ]);
  });
  const types = (await outboxRows(noteId)).map(({ headers }) => headers['ce_type']);
  expect(types).toEqual(['note.signed', 'note.added', 'note.signed', 'note.added']);
});
