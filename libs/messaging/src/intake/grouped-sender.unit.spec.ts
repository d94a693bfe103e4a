import { describe, expect, it } from '@jest/globals';
import { type OutgoingRecord, RecordTooLargeError } from '../kafka-client.js';
import { DEFAULT_INTAKE_LIMITS, GroupedSender, type IntakeLimits, type SizedRecord } from './grouped-sender.js';

/** A broker that answers when it is told to. */
class SlowBroker {
  readonly sends: { readonly keys: string[]; readonly answer: (error?: Error) => void }[] = [];
  readonly producer = async () => ({
    send: (records: readonly OutgoingRecord[]) =>
      new Promise<void>((resolve, reject) => {
        this.sends.push({ keys: records.map(({ key }) => String(key)), answer: (error) => (error ? reject(error) : resolve()) });
      }),
    close: async () => undefined,
  });

  keys(): string[][] {
    return this.sends.map(({ keys }) => keys);
  }
}

const record = (key: string, bytes = 10): SizedRecord => ({ record: { topic: 't', key, value: '', headers: {} }, bytes });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function stage(limits: Partial<IntakeLimits> = {}): { broker: SlowBroker; sender: GroupedSender } {
  const broker = new SlowBroker();
  const sender = new GroupedSender(broker.producer, { ...DEFAULT_INTAKE_LIMITS, sendsAtOnce: 1, ...limits });
  return { broker, sender };
}

describe('callers at the same time', () => {
  it('share the next send while one is on its way, and are answered when theirs is kept', async () => {
    const { broker, sender } = stage();
    const answered: string[] = [];
    const send = (...keys: string[]) => sender.send(keys.map((key) => record(key))).then(() => answered.push(keys.join()));
    const all = [send('a'), send('b', 'c'), send('d')];
    await turn();
    broker.sends[0]?.answer();
    await turn();
    expect(broker.keys()).toEqual([['a'], ['b', 'c', 'd']]);
    expect(answered).toEqual(['a']);
    broker.sends[1]?.answer();
    await Promise.all(all);
    expect(sender.heldBytes).toBe(0);
  });

  it('are in groups no larger than a batch may be', async () => {
    const { broker, sender } = stage({ groupBytes: 25 });
    const sent = Promise.all(['a', 'b', 'c', 'd'].map((key) => sender.send([record(key)])));
    for (let send = 0; send < 3; send += 1) {
      await turn();
      broker.sends[send]?.answer();
    }
    await sent;
    expect(broker.keys()).toEqual([['a'], ['b', 'c'], ['d']]);
  });
});

describe('a caller', () => {
  it('of several groups is answered when all are kept', async () => {
    const { broker, sender } = stage({ groupBytes: 10 });
    let done = false;
    const sent = sender.send([record('a'), record('b')]).then(() => (done = true));
    await turn();
    broker.sends[0]?.answer();
    await turn();
    expect({ keys: broker.keys(), done }).toEqual({ keys: [['a'], ['b']], done: false });
    broker.sends[1]?.answer();
    await sent;
  });

  it('is refused when its send fails, and those of other sends are not', async () => {
    const { broker, sender } = stage();
    const [lost, kept] = [sender.send([record('a')]), sender.send([record('b')])];
    await turn();
    broker.sends[0]?.answer(new Error('no leader'));
    await expect(lost).rejects.toMatchObject({ code: 'INTAKE.UNAVAILABLE', kind: 'unavailable', extra: { retryAfterSeconds: 5 } });
    await turn();
    broker.sends[1]?.answer();
    await kept;
  });

  it('is refused at once beyond what may be held, and taken again when there is room', async () => {
    const { broker, sender } = stage({ heldBytes: 25 });
    const held = sender.send([record('a', 20)]);
    await expect(sender.send([record('b')])).rejects.toMatchObject({ code: 'INTAKE.OVERLOADED', kind: 'unavailable' });
    await turn();
    broker.sends[0]?.answer();
    await held;
    const next = sender.send([record('c')]);
    await turn();
    broker.sends[1]?.answer();
    await next;
  });

  it('is refused in time when the broker does not answer, and what waited of it is not sent later', async () => {
    const { broker, sender } = stage({ answerWithinMs: 20 });
    const callers = ['a', 'b', 'c'].map((key) => sender.send([record(key)]));
    for (const { status } of await Promise.allSettled(callers)) expect(status).toBe('rejected');
    await turn();
    expect(sender.heldBytes).toBe(10);
    broker.sends[0]?.answer();
    await turn();
    expect({ keys: broker.keys(), held: sender.heldBytes }).toEqual({ keys: [['a']], held: 0 });
  });
});

it('ends with what it holds, and takes nothing more', async () => {
  const { broker, sender } = stage();
  let isClosed = false;
  const held = sender.send([record('a')]);
  const closed = sender.close().then(() => (isClosed = true));
  await expect(sender.send([record('b')])).rejects.toMatchObject({ code: 'INTAKE.UNAVAILABLE' });
  await turn();
  expect({ isClosed, keys: broker.keys() }).toEqual({ isClosed: false, keys: [['a']] });
  broker.sends[0]?.answer();
  await Promise.all([held, closed]);
});

async function isTaken(broker: SlowBroker, sender: GroupedSender): Promise<void> {
  const taken = sender.send([record('taken')]);
  await turn();
  broker.sends.at(-1)?.answer();
  await taken;
}

describe('while the broker is away', () => {
  const refused = { code: 'INTAKE.UNAVAILABLE', kind: 'unavailable', extra: { retryAfterSeconds: 5 } };

  async function fails(broker: SlowBroker, sender: GroupedSender): Promise<void> {
    const first = sender.send([record('a')]);
    await turn();
    broker.sends[0]?.answer(new Error('connection refused'));
    await expect(first).rejects.toMatchObject(refused);
  }

  it('callers are refused at once and nothing of them is held or sent', async () => {
    const { broker, sender } = stage({ trialAfterMs: 60_000 });
    await fails(broker, sender);
    for (const key of ['b', 'c']) await expect(sender.send([record(key)])).rejects.toMatchObject(refused);
    await turn();
    expect({ keys: broker.keys(), held: sender.heldBytes }).toEqual({ keys: [['a']], held: 0 });
  });

  it('one caller waits for it, and with their answer all are taken again', async () => {
    const { broker, sender } = stage({ trialAfterMs: 0 });
    await fails(broker, sender);
    const trial = sender.send([record('b')]);
    await expect(sender.send([record('c')])).rejects.toMatchObject(refused);
    await turn();
    broker.sends[1]?.answer();
    await trial;
    const others = ['d', 'e'].map((key) => sender.send([record(key)]));
    for (let send = 2; send < 4; send += 1) {
      await turn();
      broker.sends[send]?.answer();
    }
    await Promise.all(others);
    expect(broker.keys()).toEqual([['a'], ['b'], ['d'], ['e']]);
  });

  it('silence for as long as a caller waits says so too, and a late answer the contrary', async () => {
    const { broker, sender } = stage({ answerWithinMs: 20, trialAfterMs: 60_000 });
    await expect(sender.send([record('a')])).rejects.toMatchObject(refused);
    await expect(sender.send([record('b')])).rejects.toMatchObject(refused);
    broker.sends[0]?.answer();
    await turn();
    await isTaken(broker, sender);
  });
});

it('takes a broker that is slow, but answers, for what it is', async () => {
  const { broker, sender } = stage({ answerWithinMs: 40, groupBytes: 10, trialAfterMs: 60_000 });
  const [kept, late] = [sender.send([record('a')]), sender.send([record('b')])];
  await turn();
  broker.sends[0]?.answer();
  await kept;
  await expect(late).rejects.toMatchObject({ code: 'INTAKE.UNAVAILABLE' });
  broker.sends[1]?.answer();
  await turn();
  await isTaken(broker, sender);
});

it('takes a record that is too large for no sign of absence', async () => {
  const { broker, sender } = stage({ trialAfterMs: 60_000 });
  const large = sender.send([record('a')]);
  await turn();
  broker.sends[0]?.answer(new RecordTooLargeError());
  await expect(large).rejects.toMatchObject({ code: 'INTAKE.UNAVAILABLE' });
  await isTaken(broker, sender);
});
