import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allGroups, allTopics, deadLetterTopicOf, emailIngestTopic } from '@leadstream/contracts';
import { captureEvents, eventually } from '@leadstream/testing';
import type pg from 'pg';
import type { System } from '../system.js';

/** Every topic, and the dead letters of who reads them. */
export const KEPT_TOPICS: readonly string[] = [
  ...allTopics.map(({ name }) => name),
  ...allGroups.flatMap((group) => group.topics.map((topic) => deadLetterTopicOf(topic.name, group.name))),
];

/** What lies under keys of days, not of persons, opens until its day is over: a certificate says until when. */
const isOfDays = (topic: string): boolean =>
  topic === emailIngestTopic.name || allGroups.some((group) => topic === deadLetterTopicOf(emailIngestTopic.name, group.name));

const COLUMNS = `
SELECT n.nspname || '.' || quote_ident(c.relname) AS table,
       string_agg(CASE a.atttypid WHEN 'bytea'::regtype THEN format('encode(%I, ''escape'')', a.attname) ELSE format('%I::text', a.attname) END, ', ') AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
GROUP BY 1 ORDER BY 1`;

const SLICES = ['lead', 'engagement', 'email_events', 'compliance', 'analytics', 'gateway', 'vault'];

/** Tables of every slice in which one of the words stands, in any column and any case. */
export async function tablesWith(admin: pg.Pool, words: readonly string[]): Promise<string[]> {
  const { rows: tables } = await admin.query<{ table: string; columns: string }>(COLUMNS, [SLICES]);
  const found: string[] = [];
  for (const { table, columns } of tables) {
    const { rows } = await admin.query(
      `SELECT FROM (SELECT lower(concat_ws(' ', ${columns})) AS text FROM ${table}) AS read
        WHERE EXISTS (SELECT FROM unnest($1::text[]) AS word WHERE position(word IN text) > 0) LIMIT 1`,
      [words],
    );
    if (rows.length > 0) found.push(table);
  }
  return found;
}

/** Topics and dead letters in which one of the words stands: as they lie there, or opened with every key of a person that the vault still has. */
export async function topicsWith(system: System, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const topic of KEPT_TOPICS) {
    const name = system.topicName(topic);
    const [sealed, opened] = [
      await captureEvents(name),
      await captureEvents(name, isOfDays(topic) ? {} : { vault: { adminUrl: system.adminUrl } }),
    ];
    try {
      await eventually(() => {
        if (sealed.events.length !== opened.events.length) throw new Error(`${topic} is not read to its end`);
      });
      const text = [...sealed.events, ...opened.events].map(({ key, headers, text: body, data }) =>
        JSON.stringify([key, headers, body, data]),
      );
      if (holds(text.join('\n'), words)) found.push(topic);
    } finally {
      await Promise.all([sealed.stop(), opened.stop()]);
    }
  }
  return found;
}

/** Files below a folder (logs, traces, documents) in which one of the words stands. */
export function filesWith(folder: string, words: readonly string[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => holds(readFileSync(path, 'latin1'), words));
}

/** Whether one of the words stands in a text, in any case. */
export function holds(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word));
}
