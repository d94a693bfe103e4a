import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { JsonSchema, TopicFile } from '@leadstream/contracts';
import { eventBreaks, type EventSchemas } from './event-compatibility.ts';
import { type ApiDocument, openApiBreaks } from './open-api-compatibility.ts';
import { topicBreaks } from './topic-compatibility.ts';

/** The contracts of one release as files: `events/*.json`, `topics.json`, `openapi.json`. */
interface Release {
  readonly events: EventSchemas;
  readonly topics: TopicFile;
  readonly openApi: ApiDocument;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function readRelease(folder: string): Release {
  const events = globSync('events/*.json', { cwd: folder }).sort();
  return {
    events: new Map(events.map((file) => [basename(file, '.json'), readJson(join(folder, file)) as JsonSchema])),
    topics: readJson(join(folder, 'topics.json')) as TopicFile,
    openApi: readJson(join(folder, 'openapi.json')) as ApiDocument,
  };
}

/** One line per way in which `current` breaks users of `released`; empty before the first release. */
export function breaksBetween(released: string, current: string): string[] {
  if (!existsSync(join(released, 'topics.json'))) return [];
  const [before, after] = [readRelease(released), readRelease(current)];
  return [
    ...eventBreaks(before.events, after.events),
    ...topicBreaks(before.topics, after.topics),
    ...openApiBreaks(before.openApi, after.openApi),
  ];
}
