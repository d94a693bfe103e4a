import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '@leadstream/contracts';
import { constraintChanges } from './constraint-changes.ts';

export type ChangeKind =
  | 'removed' // a field is gone
  | 'added' // an optional field is new
  | 'added-required'
  | 'now-required'
  | 'now-optional'
  | 'narrowed' // fewer values are allowed
  | 'widened' // more values are allowed
  | 'word-added' // an enumeration got a new word
  | 'changed'; // neither contains the other

/** One difference between two schemas; `path` is dotted, `[]` steps into an array, `{}` means the names of a map. */
export interface SchemaChange {
  readonly kind: ChangeKind;
  readonly path: string;
  readonly what: string;
}

/** Definitions that `$ref`s of each side point to, by the whole reference (`#/components/schemas/Lead`). */
export interface Definitions {
  readonly before: ReadonlyMap<string, JsonSchema>;
  readonly after: ReadonlyMap<string, JsonSchema>;
}

interface Pair {
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  readonly path: string;
  readonly definitions: Definitions;
  /** Reference pairs on the way here; a shape may hold itself. */
  readonly trail: readonly string[];
}

function resolve(schema: JsonSchema, definitions: ReadonlyMap<string, JsonSchema>): JsonSchema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const target = definitions.get(reference);
  if (target === undefined) throw new Error(`no definition for ${reference}`);
  return resolve(target, definitions);
}

/** One schema per type of a schema with several (`["string", "null"]`); a constraint speaks of its own type only. */
function byType(schema: JsonSchema): JsonSchema[] {
  const type = schema['type'];
  if (!Array.isArray(type)) return [schema];
  return (type as string[]).map((one) => (one === 'null' ? { type: one } : { ...schema, type: one }));
}

/** The ways a value may look, by their type. */
function alternatives(schema: JsonSchema, definitions: ReadonlyMap<string, JsonSchema>): Map<string, JsonSchema[]> {
  const choices = (schema['anyOf'] ?? schema['oneOf'] ?? [schema]) as readonly JsonSchema[];
  const all = choices.flatMap((one) => byType(resolve(one, definitions)));
  return Map.groupBy(all, (choice) => String(choice['type'] ?? typeof choice['const']));
}

interface Pairing {
  readonly kept: readonly (readonly [before: JsonSchema, after: JsonSchema])[];
  readonly gone: number;
  readonly fresh: number;
}

/** Ways of one type on both sides: those that stayed as they were belong together, the others in their order. */
function pairUp(old: readonly JsonSchema[], now: readonly JsonSchema[]): Pairing {
  const left = [...now];
  const changed = old.filter((before) => {
    const same = left.findIndex((after) => isDeepStrictEqual(before, after));
    if (same !== -1) left.splice(same, 1);
    return same === -1;
  });
  const kept = changed.slice(0, left.length).map((before, index) => [before, left[index] as JsonSchema] as const);
  return { kept, gone: changed.length - kept.length, fresh: left.length - kept.length };
}

const properties = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> => (schema['properties'] ?? {}) as Record<string, JsonSchema>;
const required = (schema: JsonSchema): ReadonlySet<string> => new Set((schema['required'] ?? []) as string[]);

function fieldChanges({ before, after, path, definitions, trail }: Pair): SchemaChange[] {
  const [old, now] = [properties(before), properties(after)];
  const [needed, needs] = [required(before), required(after)];
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const added = Object.keys(now)
    .filter((name) => !(name in old))
    .map((name): SchemaChange =>
      needs.has(name)
        ? { kind: 'added-required', path: at(name), what: 'is a new field that is required' }
        : { kind: 'added', path: at(name), what: 'is a new optional field' },
    );
  const kept = Object.entries(old).flatMap(([name, field]): SchemaChange[] => {
    const counterpart = now[name];
    if (counterpart === undefined) return [{ kind: 'removed', path: at(name), what: 'was removed' }];
    const inner = pairChanges({ before: field, after: counterpart, path: at(name), definitions, trail });
    if (needed.has(name) === needs.has(name)) return inner;
    const flip: SchemaChange = needs.has(name)
      ? { kind: 'now-required', path: at(name), what: 'was optional and is now required' }
      : { kind: 'now-optional', path: at(name), what: 'was required and is now optional' };
    return [flip, ...inner];
  });
  return [...kept, ...added];
}

function memberChanges(pair: Pair): SchemaChange[] {
  return (['items', 'additionalProperties', 'propertyNames'] as const).flatMap((keyword) => {
    const [before, after] = [pair.before[keyword], pair.after[keyword]];
    if (typeof before !== 'object' || typeof after !== 'object') return [];
    return pairChanges({
      ...pair,
      before: before as JsonSchema,
      after: after as JsonSchema,
      path: `${pair.path}${keyword === 'propertyNames' ? '{}' : '[]'}`,
    });
  });
}

function pairChanges(pair: Pair): SchemaChange[] {
  const step = `${String(pair.before['$ref'])} ${String(pair.after['$ref'])}`;
  if (pair.trail.includes(step)) return [];
  const trail = '$ref' in pair.before || '$ref' in pair.after ? [...pair.trail, step] : pair.trail;
  const old = alternatives(resolve(pair.before, pair.definitions.before), pair.definitions.before);
  const now = alternatives(resolve(pair.after, pair.definitions.after), pair.definitions.after);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((type) => {
    const { kept, gone, fresh } = pairUp(old.get(type) ?? [], now.get(type) ?? []);
    const inner = kept.flatMap(([before, after]) => {
      const deeper = { ...pair, before, after, trail };
      return [...constraintChanges(before, after, pair.path), ...fieldChanges(deeper), ...memberChanges(deeper)];
    });
    return [
      ...repeat(gone, 'narrowed', pair.path, `may no longer be ${type}`),
      ...repeat(fresh, 'widened', pair.path, `may now be ${type}`),
      ...inner,
    ];
  });
}

function repeat(count: number, kind: ChangeKind, path: string, what: string): SchemaChange[] {
  return Array.from({ length: count }, () => ({ kind, path, what }));
}

/** Every difference that a reader or writer could notice; descriptions and titles are not among them. */
export function schemaChanges(before: JsonSchema, after: JsonSchema, definitions: Definitions, path = ''): SchemaChange[] {
  return pairChanges({ before, after, path, definitions, trail: [] });
}
