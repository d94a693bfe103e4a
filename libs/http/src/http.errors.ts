import { defineErrors } from '@leadstream/kernel';

/** Failures that the edge itself finds, before or around a handler. */
export const httpErrors = defineErrors('HTTP', {
  MALFORMED_REQUEST: { kind: 'malformed', title: 'The request cannot be read' },
  MALFORMED_URL: { kind: 'malformed', title: 'The address cannot be read' },
  MALFORMED_JSON: { kind: 'malformed', title: 'The body is not JSON' },
  MALFORMED_FORM: { kind: 'malformed', title: 'The body is not a URL-encoded form' },
  FORBIDDEN_KEY: { kind: 'malformed', title: 'A field has a name that is never accepted' },
  FORBIDDEN_CHARACTER: { kind: 'invalid', title: 'A text holds a character that cannot be stored' },
  TOO_DEEP: { kind: 'malformed', title: 'The body is nested too deeply' },
  BAD_CURSOR: { kind: 'malformed', title: 'The cursor is not one of ours' },
  BAD_IF_MATCH: { kind: 'malformed', title: 'If-Match does not hold one version' },
  BAD_IDEMPOTENCY_KEY: { kind: 'malformed', title: 'Idempotency-Key must be 1 to 255 visible characters' },
  UNAUTHENTICATED: { kind: 'unauthenticated', title: 'The caller is not known' },
  SCOPE_MISSING: { kind: 'forbidden', title: 'The caller lacks the scope of this route' },
  NOT_FOUND: { kind: 'not_found', title: 'There is nothing at this address' },
  BODY_TOO_LARGE: { kind: 'too_large', title: 'The body is too large' },
  REQUEST_TOO_SLOW: { kind: 'too_slow', title: 'The request comes in too slowly' },
  UNSUPPORTED_MEDIA_TYPE: { kind: 'unsupported_type', title: 'The route does not take this content type' },
  INVALID_PARAMS: { kind: 'invalid', title: 'A part of the path is not acceptable' },
  INVALID_QUERY: { kind: 'invalid', title: 'A query parameter is not acceptable' },
  INVALID_BODY: { kind: 'invalid', title: 'The body is not acceptable' },
  IF_MATCH_REQUIRED: { kind: 'precondition_required', title: 'If-Match with the version of the record is needed' },
});
