import { DomainError, type ErrorKind } from '@leadstream/kernel';
import { HttpException } from '@nestjs/common';
import { httpErrors } from '../http.errors.js';

export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported_type: 415,
  invalid: 422,
  precondition_required: 428,
  too_slow: 408,
  rate_limited: 429,
  unavailable: 503,
};

/** RFC 9457 problem document. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

/** The document for anything that was thrown; what is not an expected failure becomes `HTTP.INTERNAL` and tells nothing more. */
export function problemOf(thrown: unknown, requestId: string): ProblemDocument {
  const error = thrown instanceof DomainError ? thrown : frameworkError(thrown);
  if (!error) return document(500, 'HTTP.INTERNAL', 'Something went wrong on our side', requestId);
  return {
    ...error.extra,
    ...document(STATUS_OF_KIND[error.kind], error.code, error.title, requestId),
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(error.errors.length > 0 && { errors: error.errors }),
  };
}

function document(status: number, code: string, title: string, requestId: string): ProblemDocument {
  return { type: `urn:leadstream:problem:${code}`, title, status, code, requestId };
}

/** Errors of Fastify, its plugins and Nest carry the status they stand for; their texts stay here. */
function frameworkError(thrown: unknown): DomainError | undefined {
  const { code } = (thrown ?? {}) as { code?: unknown };
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH') return httpErrors.MALFORMED_URL();
  switch (statusOf(thrown)) {
    case undefined:
      return undefined;
    case 404:
      return httpErrors.NOT_FOUND();
    case 413:
      return httpErrors.BODY_TOO_LARGE();
    case 406:
    case 415:
      return httpErrors.UNSUPPORTED_MEDIA_TYPE();
    default:
      return httpErrors.MALFORMED_REQUEST();
  }
}

/** Status between 400 and 499 of an error that knows one. */
function statusOf(thrown: unknown): number | undefined {
  const { statusCode, code } = (thrown ?? {}) as { statusCode?: unknown; code?: unknown };
  const isFastify = typeof code === 'string' && code.startsWith('FST_');
  const status = thrown instanceof HttpException ? thrown.getStatus() : isFastify ? statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
