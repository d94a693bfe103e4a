/** Creates the topics of the generated topic file and aligns their settings; may be repeated. Needs a build. */
import { readFileSync } from 'node:fs';
import type { TopicFile } from '@leadstream/contracts';
import { toolClient, topicPrefix } from './kafka/local-client.ts';

const TOPIC_FILE = new URL('../libs/contracts/schemas/topics.json', import.meta.url);

async function run(): Promise<string> {
  const { topics } = JSON.parse(readFileSync(TOPIC_FILE, 'utf8')) as TopicFile;
  const admin = await (await toolClient()).admin();
  try {
    const { created, changed } = await admin.ensureTopics(topics.map((topic) => ({ ...topic, name: topicPrefix + topic.name })));
    return [...created.map((name) => `+ ${name}`), ...changed.map((name) => `~ ${name}`), `${topics.length} topics`].join('\n');
  } finally {
    await admin.close();
  }
}

await run().then(
  (summary) => console.log(summary),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
