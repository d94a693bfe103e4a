/** What went wrong, in terms that every edge (HTTP, consumer, command line) can map. */
export type ErrorKind =
  | 'malformed' // 400: cannot be parsed
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not_found' // 404: not here, or not yours
  | 'too_slow' // 408: what was begun did not come in time
  | 'conflict' // 409
  | 'stale' // 412
  | 'too_large' // 413
  | 'unsupported_type' // 415
  | 'invalid' // 422: well-formed, not allowed
  | 'precondition_required' // 428
  | 'rate_limited' // 429
  | 'unavailable'; // 503: try again later

/** One offending field: `path` in dotted form (`consents.0.channel`), empty for the whole. */
export interface FieldProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface DomainErrorDetails {
  /** One sentence for this occurrence; never holds personal data. */
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  /** Further members of the problem document, for example `existingId` or `retryAfterSeconds`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected failure with a stable `SERVICE.REASON` code; the edges map its kind. */
export class DomainError extends Error {
  readonly errors: readonly FieldProblem[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly detail: string | undefined;

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    readonly title: string,
    details: DomainErrorDetails = {},
  ) {
    super(details.detail ?? title, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'DomainError';
    this.detail = details.detail;
    this.errors = details.errors ?? [];
    this.extra = details.extra ?? {};
  }
}

export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** Same for every occurrence of the code. */
  readonly title: string;
}

type ErrorFactories<D extends Record<string, ErrorDefinition>> = {
  readonly [K in keyof D]: (details?: DomainErrorDetails) => DomainError;
} & { readonly catalogue: readonly ({ readonly code: string } & ErrorDefinition)[] };

/**
 * Declares the errors of one service or library; `catalogue` feeds `docs/errors.md`.
 * @param prefix upper-case owner, first half of every code
 * @example const leadErrors = defineErrors('LEAD', { NOT_FOUND: { kind: 'not_found', title: 'No such lead' } });
 *          throw leadErrors.NOT_FOUND({ detail: 'No lead has this id.' });
 */
export function defineErrors<const D extends Record<string, ErrorDefinition>>(prefix: string, definitions: D): ErrorFactories<D> {
  const factories = Object.entries(definitions).map(([reason, { kind, title }]) => [
    reason,
    (details?: DomainErrorDetails) => new DomainError(`${prefix}.${reason}`, kind, title, details),
  ]);
  const catalogue = Object.entries(definitions).map(([reason, definition]) => ({
    code: `${prefix}.${reason}`,
    ...definition,
  }));
  return { ...Object.fromEntries(factories), catalogue } as ErrorFactories<D>;
}
