import { complianceErrors } from '../../../compliance.errors.js';
import { throughPlainBytes } from './plain-bytes.js';

/**
 * The text of a file, unpacked where it is gzip.
 * @param limitBytes of what it may hold, unpacked
 * @throws DomainError `COMPLIANCE.DNC_FILE_TYPE`, `COMPLIANCE.DNC_FILE_DAMAGED`, `COMPLIANCE.DNC_LOAD_TOO_LARGE`
 */
export async function readText(file: Buffer, limitBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  await throughPlainBytes(whole(file), (piece) => {
    sizeBytes += piece.length;
    if (sizeBytes > limitBytes) throw complianceErrors.DNC_LOAD_TOO_LARGE({ extra: { limitBytes } });
    pieces.push(piece);
  });
  const bytes = Buffer.concat(pieces, sizeBytes);
  if (bytes.includes(0)) throw complianceErrors.DNC_FILE_TYPE({ detail: 'The file is no text.' });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw complianceErrors.DNC_FILE_TYPE({ detail: 'The file is not UTF-8.', cause: error });
  }
}

async function* whole(file: Buffer): AsyncGenerator<Buffer> {
  yield file;
  await Promise.resolve();
}
