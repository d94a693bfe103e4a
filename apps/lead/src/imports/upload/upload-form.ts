import { importOptions, type ImportOptions } from '@leadstream/contracts';
import { fieldProblems } from '@leadstream/http';
import type { Multipart } from '@fastify/multipart';
import { importErrors } from '../import.errors.js';

const MAX_OPTIONS_BYTES = 64 * 1024;

/** The parts of an upload, whichever comes first. */
export interface UploadForm<F> {
  readonly file: F;
  readonly fileName: string | null;
  /** As stated: a JSON object that {@link readOptions} can read. */
  readonly stated: Readonly<Record<string, unknown>>;
}

/**
 * Reads the parts `file` and `options`.
 * @param store takes the bytes of the file as they come in
 * @throws DomainError `LEAD.IMPORT_PARTS`, `LEAD.IMPORT_OPTIONS`
 */
export async function readUploadForm<F>(
  parts: AsyncIterable<Multipart>,
  store: (bytes: AsyncIterable<Buffer>) => Promise<F>,
): Promise<UploadForm<F>> {
  let file: { stored: F; name: string | null } | undefined;
  let options: string | undefined;
  for await (const part of parts) {
    const name = part.fieldname;
    if (name === 'file' && part.type === 'file' && file === undefined)
      file = { stored: await store(part.file), name: part.filename || null };
    else if (name === 'options' && options === undefined) options = await textOf(part);
    else
      throw badPart(
        name,
        file && name === 'file' ? 'repeated' : 'unexpected',
        'An upload has one part `file`, a file, and one part `options`, JSON.',
      );
  }
  if (!file) throw badPart('file', 'missing', 'The part `file` is missing.');
  return {
    file: file.stored,
    fileName: file.name?.slice(0, 255).toWellFormed().replaceAll('\0', '') ?? null,
    stated: statedOptions(options ?? '{}'),
  };
}

async function textOf(part: Multipart): Promise<string> {
  if (part.type === 'field') {
    if (part.valueTruncated) throw badPart('options', 'too_large', 'The options are too large.');
    return String(part.value);
  }
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of part.file as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    if (sizeBytes > MAX_OPTIONS_BYTES) throw badPart('options', 'too_large', 'The options are too large.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function statedOptions(text: string): Readonly<Record<string, unknown>> {
  const stated = parseJson(text);
  readOptions(stated);
  return stated as Readonly<Record<string, unknown>>;
}

/** @throws DomainError `LEAD.IMPORT_OPTIONS` */
export function readOptions(stated: unknown): ImportOptions {
  const parsed = importOptions.safeParse(stated);
  if (parsed.success) return parsed.data;
  throw importErrors.IMPORT_OPTIONS({ errors: fieldProblems(parsed.error.issues, ['options']) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw importErrors.IMPORT_OPTIONS({ errors: [{ path: 'options', code: 'malformed_json', message: 'Is not JSON.' }] });
  }
}

function badPart(path: string, code: string, message: string) {
  return importErrors.IMPORT_PARTS({ errors: [{ path, code, message }] });
}

/** Limits for the multipart parser; the size of the file is counted where it is stored. */
export const FORM_LIMITS = {
  fieldSize: MAX_OPTIONS_BYTES,
  fieldNameSize: 100,
  fileSize: Number.MAX_SAFE_INTEGER,
  files: 3,
  fields: 3,
  parts: 4,
};
