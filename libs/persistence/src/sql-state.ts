import { DomainError } from '@leadstream/kernel';
import { databaseErrors } from './database.errors.js';

const SQL_STATE = /^[0-9A-Z]{5}$/;
/** PostgreSQL appendix A: connection exceptions, insufficient resources, operator intervention, system errors. */
const UNAVAILABLE_CLASSES = new Set(['08', '53', '58']);
const OPERATOR_INTERVENTION = /^57P0[1-5]$/;
const TIMEOUTS = new Set(['57014', '55P03', '25P03']);
/** Prisma: not reachable (2), operation timed out, connection closed, pool timeout, transaction not started in time. */
const PRISMA_UNAVAILABLE = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
const SERIALIZATION_FAILURES = new Set(['40001', '40P01', 'P2034']);
const SYSTEM_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const VIOLATIONS = { '23505': 'unique', '23503': 'foreign_key', '23514': 'check', '23P01': 'exclusion' } as const;

/** A constraint that refused a row. */
export interface Violation {
  readonly kind: (typeof VIOLATIONS)[keyof typeof VIOLATIONS];
  /** Name of the constraint or unique index; empty when the database did not tell. */
  readonly constraint: string;
}

interface Failure {
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: AdapterCause } };
  readonly cause?: AdapterCause;
}

/** How Prisma wraps what pg reported. */
interface AdapterCause {
  readonly originalCode?: unknown;
  readonly constraint?: { readonly index?: unknown };
}

function causeOf(failure: Failure): AdapterCause | undefined {
  return failure.meta?.driverAdapterError?.cause ?? failure.cause;
}

/** SQLSTATE of a failed statement, whether pg or Prisma reports it. */
export function sqlStateOf(error: unknown): string | undefined {
  const failure = (error ?? {}) as Failure;
  const state = causeOf(failure)?.originalCode ?? failure.code;
  return typeof state === 'string' && SQL_STATE.test(state) ? state : undefined;
}

/** The constraint that made a statement fail, or undefined when the failure is another one. */
export function violationOf(error: unknown): Violation | undefined {
  const kind = VIOLATIONS[sqlStateOf(error) as keyof typeof VIOLATIONS];
  if (!kind) return undefined;
  const failure = error as Failure;
  return { kind, constraint: String(failure.constraint ?? causeOf(failure)?.constraint?.index ?? '') };
}

/** Whether the same transaction, run again, may well succeed. */
export function isSerializationFailure(error: unknown): boolean {
  return SERIALIZATION_FAILURES.has(sqlStateOf(error) ?? String((error as Failure | undefined)?.code));
}

/** A failure of the database as callers see it: a DomainError where it is one of `databaseErrors`, else unchanged. */
export function translated(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const state = sqlStateOf(error);
  if (state && TIMEOUTS.has(state)) return databaseErrors.TIMEOUT({ cause: error });
  if (state && (UNAVAILABLE_CLASSES.has(state.slice(0, 2)) || OPERATOR_INTERVENTION.test(state)))
    return databaseErrors.UNAVAILABLE({ cause: error });
  const code = String((error as Failure | undefined)?.code);
  return SYSTEM_ERRORS.has(code) || PRISMA_UNAVAILABLE.has(code) ? databaseErrors.UNAVAILABLE({ cause: error }) : error;
}
