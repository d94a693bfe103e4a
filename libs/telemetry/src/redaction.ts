import { errorFields } from './error-fields.js';

/** Fields that may hold personal data or secrets; compared without case, `_` and `-`. */
const SENSITIVE = new Set([
  'email',
  'phone',
  'firstname',
  'lastname',
  'fullname',
  'company',
  'address',
  'ip',
  'clientip',
  'authorization',
  'cookie',
  'setcookie',
  'token',
  'accesstoken',
  'refreshtoken',
  'secret',
  'password',
  'apikey',
  'key',
  'signature',
  'value',
  'values',
  'body',
  'payload',
  'data',
  'detail',
  'parameters',
  'headers',
]);

const REDACTED = '[redacted]';
const MAX_DEPTH = 4;
const MAX_ITEMS = 20;

/**
 * A copy that is safe to log: sensitive keys are blanked at any depth, errors become their safe fields, long lists are cut.
 * The last line of defence; callers pass no such fields in the first place.
 */
export function redact(fields: Readonly<Record<string, unknown>>, depth = 0): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const key in fields) {
    safe[key] = isSensitive(key) ? REDACTED : redactValue(fields[key], depth);
  }
  return safe;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? value.toString() : value;
  if (value instanceof Error) return errorFields(value);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redactValue(item, depth + 1));
  return redact(value as Record<string, unknown>, depth + 1);
}

const verdicts = new Map<string, boolean>();
const MAX_VERDICTS = 1_000;

function isSensitive(key: string): boolean {
  let verdict = verdicts.get(key);
  if (verdict === undefined) {
    verdict = SENSITIVE.has(key.toLowerCase().replace(/[_-]/g, ''));
    if (verdicts.size < MAX_VERDICTS) verdicts.set(key, verdict);
  }
  return verdict;
}
