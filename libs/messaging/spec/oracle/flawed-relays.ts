import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { encodeEvent } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import type pg from 'pg';
import { type KafkaClient, type KafkaProducer, Outbox, type OutgoingRecord } from '../../src/index.js';
import type { Books } from './load/account-writer.js';
import type { OracleStage } from './oracle-stage.js';
import type { RunningRelay, StartRelay } from './relay-crew.js';

interface Row extends OutgoingRecord {
  readonly id: string;
}
/** One round of a relay, over a session of its own. */
type Turn = (client: pg.PoolClient, producer: KafkaProducer) => Promise<void>;

const COLUMNS = 'id, topic, partition_key AS key, payload AS value, headers';
const WAITING = `SELECT ${COLUMNS} FROM outbox_waiting JOIN outbox USING (tenant_id, id) ORDER BY id LIMIT 200`;
const MARK = 'DELETE FROM outbox_waiting WHERE id = ANY ($1::bigint[])';

const idsOf = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);

/** Simple and right: sends what waits, in order, and marks it when the broker has it. Alone. */
const plainTurn: Turn = async (client, producer) => {
  const { rows } = await client.query<Row>(WAITING);
  await producer.send(rows);
  await client.query(MARK, [idsOf(rows)]);
};

function asksAboveLastId(): Turn {
  let last = '0';
  return async (client, producer) => {
    const { rows } = await client.query<Row>(`SELECT ${COLUMNS} FROM outbox WHERE id > $1 ORDER BY id LIMIT 200`, [last]);
    await producer.send(rows);
    last = rows.at(-1)?.id ?? last;
  };
}

const marksBeforeTheAnswer: Turn = async (client, producer) => {
  const { rows } = await client.query<Row>(WAITING);
  await client.query(MARK, [idsOf(rows)]);
  await producer.send(rows);
};

const goesOnAfterAFailure: Turn = async (client, producer) => {
  const { rows } = await client.query<Row>(WAITING);
  const sent: Row[] = [];
  for (const row of rows)
    await producer.send([row]).then(
      () => sent.push(row),
      () => undefined,
    );
  await client.query(MARK, [idsOf(sent)]);
};

const sharesRowsWithOthers: Turn = async (client, producer) => {
  await client.query('BEGIN');
  try {
    const { rows } = await client.query<Row>(`${WAITING.replace('200', '3')} FOR UPDATE OF outbox_waiting SKIP LOCKED`);
    await producer.send(rows);
    await client.query(MARK, [idsOf(rows)]);
  } finally {
    await client.query('COMMIT');
  }
};

const givesNewIds: Turn = async (client, producer) => {
  const { rows } = await client.query<Row>(WAITING);
  await producer.send(rows.map((row) => ({ ...row, headers: { ...row.headers, ce_id: randomUUID() } })));
  await client.query(MARK, [idsOf(rows)]);
};

function relayOf(makeTurn: () => Turn): StartRelay {
  return async (stage, kafka): Promise<RunningRelay> => {
    const [client, producer, turn] = [await stage.admin.connect(), await kafka.producer(), makeTurn()];
    let stopping = false;
    const run = async (): Promise<void> => {
      while (!stopping) {
        await turn(client, producer).catch(() => undefined);
        await delay(2);
      }
    };
    const running = run();
    return {
      stop: async () => {
        stopping = true;
        await running;
        client.release();
        await producer.close();
      },
    };
  };
}

/** Without flaw: shows that the oracle does not blame a relay for being simple. */
export const startPlainRelay = relayOf(() => plainTurn);
export const startRelayAboveLastId = relayOf(asksAboveLastId);
export const startRelayThatMarksFirst = relayOf(() => marksBeforeTheAnswer);
export const startRelayThatGoesOn = relayOf(() => goesOnAfterAFailure);
export const startRelayThatShares = relayOf(() => sharesRowsWithOthers);
export const startRelayWithNewIds = relayOf(() => givesNewIds);

/** No outbox at all: sends within the transaction, before anybody knows whether it will commit. */
export async function impatientOutbox(stage: OracleStage, kafka: KafkaClient): Promise<Books['outbox']> {
  const producer = await kafka.producer();
  stage.atClose(() => producer.close());
  const outbox = new Outbox({ topicPrefix: stage.prefix });
  const add: Books['outbox']['add'] = async (tx: Tx, contract, { data, sequence }) => {
    const { accountId } = data as { accountId: string };
    const envelope = { id: randomUUID(), type: contract.type, version: 1, source: 'lead', time: new Date(), tenantId: tx.tenantId };
    const event = { ...envelope, subject: accountId, sequence, correlationId: 'oracle', causationId: undefined, data };
    await producer.send([{ topic: stage.prefix + contract.topic.name, ...encodeEvent(contract, event) }]);
  };
  return { add, addAll: (tx, items) => outbox.addAll(tx, items) };
}
