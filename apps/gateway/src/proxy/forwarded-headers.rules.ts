/** What a service is told of a request to a route with a scope; everything else stays outside. */
const PASSED = new Set([
  'accept',
  'accept-language',
  'content-type',
  'content-encoding',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'user-agent',
]);

/** What a service is never told: of one hop only (RFC 9110, 7.6.1), or ours to set. `content-length` goes with the body. */
const WITHHELD = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'expect',
  'content-length',
  'cookie',
  'forwarded',
  'via',
  'x-real-ip',
  'x-request-id',
  'traceparent',
  'tracestate',
  'baggage',
]);
const WITHHELD_PREFIXES = ['x-leadstream-', 'x-forwarded-'];

/** What a caller is told of an answer. */
const ANSWERED = new Set([
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-max-age',
  'allow',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-security-policy',
  'content-type',
  'etag',
  'idempotency-replayed',
  'last-modified',
  'link',
  'location',
  'referrer-policy',
  'retry-after',
  'vary',
  'x-content-type-options',
  'x-robots-tag',
]);

/**
 * Headers of the request that a service gets: for routes with a scope a short list; for public ones, whose senders prove
 * themselves in headers of their own, all that may travel further than one hop.
 * @param raw name, value, name, value, as received
 */
export function forwardedHeaders(raw: readonly string[], isPublic: boolean): string[] {
  const named = isPublic ? namedByConnection(raw) : undefined;
  const headers: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    if (named ? mayTravel(name) && !named.has(name) : PASSED.has(name)) headers.push(name, raw[i + 1] ?? '');
  }
  return headers;
}

/** Headers of the answer that the caller gets. */
export function answeredHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string | string[]> {
  const answered: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && ANSWERED.has(name)) answered[name] = value;
  }
  return answered;
}

function mayTravel(name: string): boolean {
  return !WITHHELD.has(name) && !WITHHELD_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** `Connection` lists further headers of one hop. */
function namedByConnection(raw: readonly string[]): ReadonlySet<string> {
  const lists = raw.filter((_value, i) => i % 2 === 1 && raw[i - 1]?.toLowerCase() === 'connection');
  return new Set(lists.flatMap((list) => list.split(',').map((name) => name.trim().toLowerCase())));
}
