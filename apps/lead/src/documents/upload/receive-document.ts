import type { Multipart } from '@fastify/multipart';
import { httpErrors, malformedForm } from '@leadstream/http';
import type { FastifyRequest } from 'fastify';
import { documentErrors } from '../document.errors.js';
import { type SpooledFile, spool } from './spooled-file.js';

const LIMITS = { fieldSize: 1_024, fieldNameSize: 100, fileSize: Number.MAX_SAFE_INTEGER, files: 2, fields: 1, parts: 2 };

export interface ReceivedDocument {
  readonly file: SpooledFile;
  readonly fileName: string | undefined;
}

export interface Reception<T> {
  /** Asked before anything is read; throws when nothing is to be. */
  readonly admit: () => Promise<void>;
  /** Gets the file, which is gone once it returns. */
  readonly take: (received: ReceivedDocument) => Promise<T>;
}

/**
 * Receives the part `file` of a form. When it is refused the rest of the request is read and dropped, so that the client gets to
 * read the answer.
 * @throws DomainError `HTTP.UNSUPPORTED_MEDIA_TYPE`, `LEAD.DOCUMENT_PARTS`, `LEAD.DOCUMENT_TOO_LARGE`
 */
export async function receiveDocument<T>(request: FastifyRequest, limitBytes: number, { admit, take }: Reception<T>): Promise<T> {
  if (!request.isMultipart()) throw httpErrors.UNSUPPORTED_MEDIA_TYPE();
  try {
    await admit();
    const received = await readParts(request.parts({ limits: LIMITS }), limitBytes);
    return await take(received).finally(() => received.file.dispose());
  } catch (error) {
    request.raw.unpipe();
    request.raw.resume();
    const errors = malformedForm(error);
    throw errors ? documentErrors.DOCUMENT_PARTS({ errors, cause: error }) : error;
  }
}

async function readParts(parts: AsyncIterable<Multipart>, limitBytes: number): Promise<ReceivedDocument> {
  let received: ReceivedDocument | undefined;
  try {
    for await (const part of parts) {
      if (part.fieldname !== 'file' || part.type !== 'file' || received) throw badPart(part.fieldname, 'unexpected');
      received = { file: await spool(part.file, limitBytes), fileName: part.filename };
    }
  } catch (error) {
    await received?.file.dispose();
    throw error;
  }
  if (!received) throw badPart('file', 'missing');
  return received;
}

function badPart(path: string, code: string) {
  return documentErrors.DOCUMENT_PARTS({ errors: [{ path, code, message: 'An upload has one part, the file `file`.' }] });
}
