import type { LeadDocument } from '@leadstream/contracts';
import type { DocumentRecord } from './document.js';

const MAX_NAME_LENGTH = 255;
const UNNAMED = 'document';

/** The name of a file without folders and control characters; what browsers of any system send comes out the same. */
export function plainFileName(stated: string | undefined): string {
  const name = (stated ?? '').toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = name.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  if (plain === '' || plain === '.' || plain === '..') return UNNAMED;
  return plain.length <= MAX_NAME_LENGTH ? plain : shortened(plain);
}

/** Keeps the ending, by which people know what a file is. */
function shortened(name: string): string {
  const ending = /\.[^.]{1,20}$/.exec(name)?.[0] ?? '';
  return (name.slice(0, MAX_NAME_LENGTH - ending.length) + ending).toWellFormed();
}

/** `Content-Disposition` of a download (RFC 6266): always an attachment, so that no browser shows the file as a page of ours. */
export function attachmentHeader(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const extended = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`;
}

/** As the API shows it. */
export function presentDocument({ documentId, fileName, mediaType, sizeBytes, sha256, author, createdAt }: DocumentRecord): LeadDocument {
  return { id: documentId, fileName, mediaType, sizeBytes, sha256, author: { ...author }, createdAt: createdAt.toISOString() };
}
