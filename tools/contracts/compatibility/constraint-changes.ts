import type { JsonSchema } from '@leadstream/contracts';
import type { ChangeKind, SchemaChange } from './schema-changes.ts';

const LOWER_BOUNDS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER_BOUNDS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const SHAPES = ['format', 'pattern', 'multipleOf', 'contentEncoding', 'uniqueItems', 'prefixItems', 'allOf', 'not'];

const show = (value: unknown): string => JSON.stringify(value);

/** A list of words to which the owner of the data may add others, so that readers must take any. */
const OPEN_LIST = 'x-extensible-enum';

function words(schema: JsonSchema): readonly string[] | undefined {
  if ('const' in schema) return [show(schema['const'])];
  return ((schema['enum'] ?? schema[OPEN_LIST]) as readonly unknown[] | undefined)?.map(show);
}

function wordChanges(before: JsonSchema, after: JsonSchema, path: string): SchemaChange[] {
  const [old, now] = [words(before), words(after)];
  const [open, opens] = [OPEN_LIST in before, OPEN_LIST in after];
  if (old === undefined && now === undefined) return [];
  if (old === undefined) return [{ kind: 'narrowed', path, what: `is now limited to ${now?.join(', ')}` }];
  if (now === undefined) return [{ kind: 'widened', path, what: 'is no longer limited to a list of words' }];
  return [
    ...(opens && !open ? [{ kind: 'word-added', path, what: 'may get words that are not listed' } as const] : []),
    ...(open && !opens ? [{ kind: 'narrowed', path, what: `is now limited to ${now.join(', ')}` } as const] : []),
    ...old.filter((word) => !now.includes(word)).map((word): SchemaChange => ({ kind: 'narrowed', path, what: `lost the word ${word}` })),
    ...now.filter((word) => !old.includes(word)).map((word): SchemaChange => ({ kind: 'word-added', path, what: `got the word ${word}` })),
  ];
}

function boundChanges(before: JsonSchema, after: JsonSchema, path: string): SchemaChange[] {
  const compare = (keyword: string, unbounded: number, tighter: (old: number, now: number) => boolean): SchemaChange[] => {
    const old = Number(before[keyword] ?? unbounded);
    const now = Number(after[keyword] ?? unbounded);
    if (old === now) return [];
    return [
      {
        kind: tighter(old, now) ? 'narrowed' : 'widened',
        path,
        what: `${keyword} went from ${show(before[keyword]) ?? 'none'} to ${show(after[keyword]) ?? 'none'}`,
      },
    ];
  };
  return [
    ...LOWER_BOUNDS.flatMap((keyword) => compare(keyword, -Infinity, (old, now) => now > old)),
    ...UPPER_BOUNDS.flatMap((keyword) => compare(keyword, Infinity, (old, now) => now < old)),
  ];
}

function shapeChanges(before: JsonSchema, after: JsonSchema, path: string): SchemaChange[] {
  return SHAPES.flatMap((keyword): SchemaChange[] => {
    const [old, now] = [show(before[keyword]), show(after[keyword])];
    if (old === now) return [];
    const kind: ChangeKind = old === undefined ? 'narrowed' : now === undefined ? 'widened' : 'changed';
    return [{ kind, path, what: `${keyword} went from ${old ?? 'none'} to ${now ?? 'none'}` }];
  });
}

function openness(before: JsonSchema, after: JsonSchema, path: string): SchemaChange[] {
  const [closed, closes] = [before['additionalProperties'] === false, after['additionalProperties'] === false];
  if (closed === closes) return [];
  return [
    closes
      ? { kind: 'narrowed', path, what: 'no longer takes unknown fields' }
      : { kind: 'widened', path, what: 'now takes unknown fields' },
  ];
}

/** Whether the names of a map are limited at all; how they are is compared as a schema of its own. */
function namedness(before: JsonSchema, after: JsonSchema, path: string): SchemaChange[] {
  const [limited, limits] = ['propertyNames' in before, 'propertyNames' in after];
  if (limited === limits) return [];
  return [{ kind: limits ? 'narrowed' : 'widened', path, what: limits ? 'now limits its names' : 'no longer limits its names' }];
}

/** Differences in what a single value may be: words, bounds, formats. */
export function constraintChanges(before: JsonSchema, after: JsonSchema, path: string): SchemaChange[] {
  return [wordChanges, boundChanges, shapeChanges, openness, namedness].flatMap((compare) => compare(before, after, path));
}
