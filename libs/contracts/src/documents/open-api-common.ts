const text = { type: 'string' } as const;
const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const requestId = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
const retryAfter = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };

function problemResponse(description: string, headers: Readonly<Record<string, unknown>> = {}): object {
  return { description, headers: { ...requestId, ...headers }, content: problemContent };
}

/** Answers that follow from the conventions of the API, by status; each operation refers to those that it can give. */
const PROBLEM_RESPONSES = {
  400: problemResponse('The request cannot be parsed.'),
  401: problemResponse('No credential, or one that is unknown, expired or revoked.'),
  403: problemResponse('The credential lacks the scope.'),
  404: problemResponse('Not here, or not yours.'),
  409: problemResponse('Conflict; the document names its cause.'),
  412: problemResponse('`If-Match` names a version that is no longer current.'),
  413: problemResponse('The body is too large.'),
  415: problemResponse('The body has a media type that the route does not take.'),
  422: problemResponse('Well-formed, but not allowed; `errors` names the fields.'),
  428: problemResponse('`If-Match` is missing.'),
  429: problemResponse('Too many requests.', {
    ...retryAfter,
    RateLimit: { $ref: '#/components/headers/RateLimit' },
    'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
  }),
  503: problemResponse('A dependency is down; try again later.', retryAfter),
};

export type ProblemStatus = keyof typeof PROBLEM_RESPONSES;

export function isProblemStatus(status: number | undefined): status is ProblemStatus {
  return status !== undefined && status in PROBLEM_RESPONSES;
}

/** Parts of the document that are the same for every set of routes. */
export const COMMON_COMPONENTS = {
  securitySchemes: {
    bearer: { type: 'http', scheme: 'bearer', description: 'A member token or an API key.' },
  },
  headers: {
    RequestId: { description: 'Correlation id of the request and of every event that it caused.', schema: text },
    ETag: { description: 'Version of the record in quotes, for `If-Match`.', schema: text },
    Location: { description: 'Path of the new resource.', schema: text },
    IdempotencyReplayed: { description: '`true` when this is the stored answer to an earlier request with the same key.', schema: text },
    RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
    RateLimit: { description: 'Requests left in the window and seconds until it ends.', schema: text },
    RateLimitPolicy: { description: 'Size of the window and requests allowed in it.', schema: text },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'Chosen by the caller, unique for the request: sending it again gives the first answer again and has no further effect.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: true,
      description: 'The `ETag` of the version that the change starts from.',
      schema: text,
    },
    OptionalIfMatch: {
      name: 'If-Match',
      in: 'header',
      description: 'The `ETag` of the version that the change starts from; without it the change starts from whatever is there.',
      schema: text,
    },
  },
  responses: Object.fromEntries(Object.entries(PROBLEM_RESPONSES).map(([status, response]) => [`Problem${status}`, response])),
};
