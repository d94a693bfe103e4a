import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { httpErrors, malformedForm } from '@leadstream/http';
import { importErrors } from '../import.errors.js';
import { FORM_LIMITS } from './upload-form.js';

/**
 * Hands the parts of a multipart request to `take` as they come in. When `take` refuses them, the rest of the request is read
 * and dropped, so that the client gets to read the answer.
 * @throws DomainError `HTTP.UNSUPPORTED_MEDIA_TYPE`, `LEAD.IMPORT_PARTS`
 */
export async function receiveForm<T>(
  request: FastifyRequest,
  take: (parts: AsyncIterable<Multipart>, contentLength: number | undefined) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) throw httpErrors.UNSUPPORTED_MEDIA_TYPE();
  const contentLength = request.headers['content-length'];
  try {
    return await take(request.parts({ limits: FORM_LIMITS }), contentLength === undefined ? undefined : Number(contentLength));
  } catch (error) {
    request.raw.unpipe();
    request.raw.resume();
    const errors = malformedForm(error);
    throw errors ? importErrors.IMPORT_PARTS({ errors, cause: error }) : error;
  }
}
