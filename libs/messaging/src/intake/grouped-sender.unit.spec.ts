import { describe, expect, it } from '@jest/globals';
import type { OutgoingRecord } from '../kafka-client.js';
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
