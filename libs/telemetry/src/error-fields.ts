import { DomainError } from '@leadstream/kernel';

/** What a log line tells of an error. Texts that may hold values of rows or requests are masked or left out. */
export interface ErrorFields {
  readonly name: string;
  /** Domain code, SQLSTATE or system error code. */
  readonly code?: string;
  /** Values in quotes, parentheses, addresses and long numbers are replaced by `…`. */
  readonly message?: string;
  /** Frames only. */
  readonly stack?: string;
  /** Of system errors: `connect`, `read`, ... */
  readonly syscall?: string;
  /** Of Postgres errors: names of schema objects. */
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  /** Of failed validations: `path: code` of each field. */
  readonly issues?: readonly string[];
  readonly cause?: ErrorFields;
  readonly errors?: readonly ErrorFields[];
}

const MAX_DEPTH = 3;
const MAX_ERRORS = 5;
const MAX_FRAMES = 12;

/** Turns anything thrown into fields that are safe to log; never reads `detail`, `where`, `hint` or other free text of drivers. */
export function errorFields(thrown: unknown, depth = 0): ErrorFields {
  if (!(thrown instanceof Error)) return { name: typeof thrown };
  const fields = thrown as Error & Readonly<Record<string, unknown>>;
  return {
    name: thrown.name,
    ...textOf(fields, 'code'),
    ...(Array.isArray(fields['issues']) ? { issues: issuesOf(fields['issues']) } : { message: messageOf(thrown) }),
    ...stackOf(thrown),
    ...textOf(fields, 'syscall'),
    ...textOf(fields, 'constraint'),
    ...textOf(fields, 'table'),
    ...textOf(fields, 'column'),
    ...(thrown.cause !== undefined && depth < MAX_DEPTH && { cause: errorFields(thrown.cause, depth + 1) }),
    ...(thrown instanceof AggregateError && depth < MAX_DEPTH && { errors: membersOf(thrown, depth) }),
  };
}

/** A word for metrics and spans: the error's code if it has one, else its name. */
export function errorType(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const { code } = thrown as { code?: unknown };
  return typeof code === 'string' ? code : thrown.name;
}

const VALUES = [
  /"[^"]*"|'[^']*'|`[^`]*`/g, // quoted
  /\([^()]*\)=\([^()]*\)/g, // Postgres key details
  /[^\s@]+@[^\s@]+/g, // e-mail addresses and credentials in URLs
  /\+?\d[\d\s().-]{5,}\d/g, // phone numbers and the like
];

/** Replaces what looks like a value in a message by `…`. */
export function maskValues(message: string): string {
  return VALUES.reduce((text, pattern) => text.replace(pattern, '…'), message);
}

function messageOf(error: Error): string {
  return error instanceof DomainError ? error.title : maskValues(error.message);
}

function issuesOf(issues: readonly { readonly path?: readonly PropertyKey[]; readonly code?: string }[]): string[] {
  return issues.slice(0, MAX_ERRORS).map(({ path, code }) => `${path?.map(String).join('.')}: ${code}`);
}

function textOf<K extends string>(fields: Readonly<Record<string, unknown>>, key: K): { [P in K]?: string } {
  const value = fields[key];
  return (typeof value === 'string' ? { [key]: value } : {}) as { [P in K]?: string };
}

function stackOf({ stack }: Error): { stack?: string } {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return frames && frames.length > 0
    ? {
        stack: frames
          .slice(0, MAX_FRAMES)
          .map((frame) => frame.trim())
          .join('\n'),
      }
    : {};
}

function membersOf(error: AggregateError, depth: number): ErrorFields[] {
  return error.errors.slice(0, MAX_ERRORS).map((member) => errorFields(member, depth + 1));
}
