import type { Multipart } from '@fastify/multipart';
import { fieldProblems, httpErrors, malformedForm } from '@leadstream/http';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { complianceErrors } from '../../../compliance.errors.js';

const LIMITS = { fieldSize: 4_096, fieldNameSize: 100, fileSize: Number.MAX_SAFE_INTEGER, files: 2, fields: 2, parts: 3 };

/** What is done with an upload as it comes in. */
export interface Reception<O, U, F, T> {
  /** Gets the options, before the file. */
  open(options: O): Promise<U>;
  store(upload: U, bytes: AsyncIterable<Buffer>): Promise<F>;
  /** All of it is here. */
  close(upload: U, file: F): Promise<T>;
  /** It was opened and is not to be. */
  discard(upload: U): Promise<void>;
}

/**
 * Receives the parts `options` and `file`, in that order. When they are refused the rest of the request is read and dropped, so that the
 * client gets to read the answer.
 * @throws DomainError `HTTP.UNSUPPORTED_MEDIA_TYPE`, `COMPLIANCE.DNC_LOAD_PARTS`, `COMPLIANCE.DNC_LOAD_OPTIONS`
 */
export async function receiveLoad<O, U, F, T>(
  request: FastifyRequest,
  options: z.ZodType<O>,
  reception: Reception<O, U, F, T>,
): Promise<T> {
  if (!request.isMultipart()) throw httpErrors.UNSUPPORTED_MEDIA_TYPE();
  try {
    return await readParts(request.parts({ limits: LIMITS }), options, reception);
  } catch (error) {
    request.raw.unpipe();
    request.raw.resume();
    const errors = malformedForm(error);
    throw errors ? complianceErrors.DNC_LOAD_PARTS({ errors, cause: error }) : error;
  }
}

async function readParts<O, U, F, T>(parts: AsyncIterable<Multipart>, options: z.ZodType<O>, reception: Reception<O, U, F, T>): Promise<T> {
  let upload: { readonly value: U } | undefined;
  let file: { readonly value: F } | undefined;
  try {
    for await (const part of parts) {
      if (!upload && part.fieldname === 'options' && part.type === 'field')
        upload = { value: await reception.open(optionsOf(options, String(part.value))) };
      else if (upload && !file && part.fieldname === 'file' && part.type === 'file')
        file = { value: await reception.store(upload.value, part.file) };
      else throw badPart(part.fieldname, 'unexpected');
    }
    if (!upload || !file) throw badPart(upload ? 'file' : 'options', 'missing');
    return await reception.close(upload.value, file.value);
  } catch (error) {
    if (upload) await reception.discard(upload.value);
    throw error;
  }
}

function optionsOf<O>(options: z.ZodType<O>, text: string): O {
  const parsed = options.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw complianceErrors.DNC_LOAD_OPTIONS({ errors: fieldProblems(parsed.error.issues, ['options']) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw complianceErrors.DNC_LOAD_OPTIONS({ errors: [{ path: 'options', code: 'malformed_json', message: 'Is not JSON.' }] });
  }
}

function badPart(path: string, code: string) {
  const message = 'An upload has one part `options`, JSON, and then one part `file`, a file.';
  return complianceErrors.DNC_LOAD_PARTS({ errors: [{ path, code, message }] });
}
