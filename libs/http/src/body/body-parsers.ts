import type { FastifyInstance, FastifyRequest } from 'fastify';
import { httpErrors } from '../http.errors.js';
import { parseFormBody } from './form-body.js';
import { parseJsonBody } from './json-body.js';

const JSON_TYPES = ['application/json', 'application/merge-patch+json'];
const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * Reads bodies: JSON is parsed (and its bytes kept), so are forms where the route takes them, routes with a raw body get the bytes
 * untouched, anything else is refused before it is read. Multipart needs its plugin, which an app registers itself.
 */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(JSON_TYPES, { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const raw = rawBodyOf(request);
    if (raw && !hasMediaType(request, raw.mediaType)) return done(httpErrors.UNSUPPORTED_MEDIA_TYPE(), undefined);
    request.edge.rawBody = bytes;
    if (raw) return done(null, undefined);
    try {
      done(null, parseJsonBody(bytes));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser(FORM_TYPE, { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (!request.routeOptions.config.contract?.form) return done(httpErrors.UNSUPPORTED_MEDIA_TYPE(), undefined);
    request.edge.rawBody = bytes;
    try {
      done(null, parseFormBody(bytes));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser('*', (request, stream, done) => {
    const raw = rawBodyOf(request);
    if (!raw || !hasMediaType(request, raw.mediaType)) return done(httpErrors.UNSUPPORTED_MEDIA_TYPE(), undefined);
    collect(stream, raw.maxBytes).then(
      (bytes) => {
        request.edge.rawBody = bytes;
        done(null, undefined);
      },
      (error: Error) => done(error, undefined),
    );
  });
}

const rawBodyOf = (request: FastifyRequest) => request.routeOptions.config.contract?.rawBody;

function hasMediaType(request: FastifyRequest, mediaType: string): boolean {
  return request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === mediaType;
}

async function collect(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw httpErrors.BODY_TOO_LARGE();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, sizeBytes);
}
