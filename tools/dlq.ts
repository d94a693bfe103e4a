/** Dead letters: what could not be applied, why, and what becomes of it. Needs a build. */
import { parseArgs } from 'node:util';
import { DeadLetterQueue, type IncomingRecord, listDeadLetters, parseRanges, type Selection } from '@leadstream/messaging';
import { toolClient, topicPrefix } from './kafka/local-client.ts';

const USAGE = `Usage: npm run dlq -- list
       npm run dlq -- show <topic> [--offset 5,7-9] [--limit 20] [--value]
       npm run dlq -- replay <topic> --offset 5,7-9 | --all
       npm run dlq -- discard <topic> --offset 5,7-9 | --all
<topic> is the dead-letter topic as "list" prints it. "show" leaves bodies out, since they hold personal data, unless
--value is given. "replay" sends records to the topic that they came from; groups that had applied them do nothing.
Kafka: KAFKA_BROKERS, else the running local stack. TOPIC_PREFIX stands before every topic.`;

class UsageError extends Error {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    offset: { type: 'string' },
    limit: { type: 'string', default: '20' },
    value: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});

function selection(): Selection {
  if (values.offset === undefined) return undefined;
  const offsets = parseRanges(values.offset);
  if (!offsets || offsets.length === 0) throw new UsageError('--offset takes offsets and ranges, for example 5,7-9');
  return offsets;
}

/** What changes something is never told to take everything by leaving an option out. */
function chosen(): Selection {
  if (values.all === (values.offset !== undefined)) throw new UsageError('say --all or --offset');
  return selection();
}

async function withQueue<T>(topic: string | undefined, work: (queue: DeadLetterQueue) => Promise<T>): Promise<T> {
  if (topic === undefined) throw new UsageError('which topic?');
  const name = topic.startsWith(topicPrefix) ? topic : topicPrefix + topic;
  const queue = await DeadLetterQueue.open(await toolClient(), topicPrefix, name);
  return work(queue).finally(() => queue.close());
}

const quoted = (value: unknown): string => JSON.stringify(value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value);

function describe({ offset, headers, value }: IncomingRecord): string {
  const size = value ? `${value.length} bytes` : 'no body';
  const lines = Object.entries(headers).map(([name, text]) => `  ${name}: ${quoted(text)}`);
  return [`${offset} (${size})`, ...lines, ...(values.value && value ? [`  body: ${quoted(value)}`] : [])].join('\n');
}

async function list(): Promise<void> {
  for (const { topic, open, total } of await listDeadLetters(await toolClient(), topicPrefix)) {
    console.log(`${String(open).padStart(8)} open ${String(total).padStart(8)} in all  ${topic}`);
  }
}

async function show(queue: DeadLetterQueue): Promise<void> {
  let left = Number(values.limit);
  for await (const page of queue.pages(selection())) {
    for (const letter of page.slice(0, left)) console.log(describe(letter));
    left -= page.length;
    if (!(left > 0)) return;
  }
}

async function replay(queue: DeadLetterQueue): Promise<void> {
  const { replayed, lost } = await queue.replay(chosen());
  console.log(`${replayed} replayed${lost > 0 ? `, ${lost} cannot be: their body is no longer in the topic either` : ''}`);
}

async function main([command, topic]: readonly string[]): Promise<void> {
  switch (command) {
    case 'list':
      return list();
    case 'show':
      return withQueue(topic, show);
    case 'replay':
      chosen();
      return withQueue(topic, replay);
    case 'discard':
      chosen();
      return withQueue(topic, async (queue) => console.log(`${await queue.discard(chosen())} discarded`));
    default:
      throw new UsageError(`no such command: ${command ?? '(none)'}`);
  }
}

await main(positionals).catch((error: Error) => {
  console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
