import type { JsonSchema } from '@leadstream/contracts';
import { schemaChanges } from './schema-changes.ts';

/** Event schemas by contract name (`lead.captured.v1`). */
export type EventSchemas = ReadonlyMap<string, JsonSchema>;

const IDENTITY = [
  ['x-topic', 'topic'],
  ['x-producer', 'producer'],
  ['x-key', 'record key'],
] as const;

function nextVersion(name: string): string {
  return name.replace(/\d+$/, (version) => String(Number(version) + 1));
}

function breaksOf(name: string, before: JsonSchema, after: JsonSchema | undefined): string[] {
  if (after === undefined) return [`${name}: was removed; stored records of it must stay readable`];
  const none = { before: new Map<string, JsonSchema>(), after: new Map<string, JsonSchema>() };
  const identity = IDENTITY.filter(([keyword]) => before[keyword] !== after[keyword]).map(
    ([keyword, word]) => `${name}: ${word} went from ${String(before[keyword])} to ${String(after[keyword])}`,
  );
  const shape = schemaChanges(before, after, none)
    .filter((change) => change.kind !== 'added')
    .map((change) => `${name} ${change.path}: ${change.what}`);
  return [...identity, ...shape].map((line) => `${line}; declare ${nextVersion(name)} for it`);
}

/**
 * What breaks a reader of either release. Records live as long as the topic's retention and both
 * releases read them, so that within a version nothing but a new optional field passes.
 */
export function eventBreaks(released: EventSchemas, current: EventSchemas): string[] {
  return [...released].flatMap(([name, before]) => breaksOf(name, before, current.get(name)));
}
