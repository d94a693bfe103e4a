import { DOCUMENT_MEDIA_TYPES } from '@leadstream/contracts';
import { fileTypeFromFile } from 'file-type';
import { documentErrors } from '../document.errors.js';
import type { SpooledFile } from './spooled-file.js';

const TAKEN: ReadonlySet<string> = new Set(DOCUMENT_MEDIA_TYPES);

/**
 * What a file is by its bytes, whatever its name says. HTML, scripts of pages and the like are texts, and handed out as such.
 * @throws DomainError `LEAD.DOCUMENT_TYPE` for programs, archives and whatever else is not taken
 */
export async function takenMediaType({ path, sizeBytes, isPlainText }: SpooledFile): Promise<string> {
  if (sizeBytes === 0) throw refusal('file.empty', 'Has no bytes.');
  const found = (await fileTypeFromFile(path))?.mime;
  if (found !== undefined && TAKEN.has(found)) return found;
  // Formats without a signature of their own, and texts that merely begin like something else (`BM`, `ID3`).
  if (isPlainText) return 'text/plain';
  throw refusal('file.type', 'Is of no type that is taken.');
}

function refusal(code: string, message: string) {
  return documentErrors.DOCUMENT_TYPE({ errors: [{ path: 'file', code, message }], extra: { taken: DOCUMENT_MEDIA_TYPES } });
}
