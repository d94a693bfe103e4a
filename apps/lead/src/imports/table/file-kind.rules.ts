import { importErrors } from '../import.errors.js';

export type FileKind = 'csv' | 'workbook';

/** Files whose first bytes say that they are no text (magic numbers of their formats). */
const BINARY_SIGNATURES: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46, 0x2d], // PDF
  [0x1f, 0x8b], // gzip
  [0x42, 0x5a, 0x68], // bzip2
  [0xfd, 0x37, 0x7a, 0x58, 0x5a], // xz
  [0x28, 0xb5, 0x2f, 0xfd], // Zstandard
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], // 7z
  [0x52, 0x61, 0x72, 0x21], // RAR
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38, 0x37, 0x61], // GIF87a
  [0x47, 0x49, 0x46, 0x38, 0x39, 0x61], // GIF89a
  [0x49, 0x49, 0x2a, 0x00], // TIFF, little endian
  [0x4d, 0x4d, 0x00, 0x2a], // TIFF, big endian
  [0x7b, 0x5c, 0x72, 0x74, 0x66], // RTF
  [0x7f, 0x45, 0x4c, 0x46], // ELF
];
/** Signatures with a size in between. */
const BINARY_BEGINNING = /^RIFF[^]{4}WEBP/;
/** An object or a list that holds texts, objects or nothing; headings in brackets or braces, `[id]` or `{{id}}`, are none. */
const JSON_BEGINNING = /^(?:\{\s*["}]|\[[\s[]*["{\]])/;
/** Elements that documents begin with; headings in pointed brackets, `<DATE>`, are none. */
const MARKUP_BEGINNING = /^<(?:!doctype|!--|\?xml|html|head|body|table|svg)(?![a-z0-9])/i;
const BYTE_ORDER_MARK = /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/;

const ZIP_SIGNATURES = ['PK\u0003\u0004', 'PK\u0005\u0006'];
const COMPOUND_FILE_SIGNATURE = 'd0cf11e0a1b11ae1';

const WORKBOOK_NAME = /\.(?:xlsx|xlsm|xltx)$/i;
const TEXT_NAME = /\.(?:csv|tsv|tab|txt)$/i;

/** How many bytes `kindOf` looks at. */
export const SIGNATURE_BYTES = 512;

/**
 * What a file is, by its content; the name must not say otherwise.
 * @param start the first 512 bytes, or all when there are fewer
 * @throws DomainError `LEAD.IMPORT_FILE_TYPE` for content that is neither text nor a workbook, or is not what the name says
 */
export function kindOf(start: Buffer, fileName: string | null): FileKind | 'compound-file' {
  if (start.toString('hex', 0, 8) === COMPOUND_FILE_SIGNATURE) return 'compound-file';
  const isZip = ZIP_SIGNATURES.includes(start.toString('latin1', 0, 4));
  const name = fileName?.trim() ?? '';
  if (isZip && TEXT_NAME.test(name)) throw fileType('file.not_as_named', 'Is an archive, though its name is that of a text file.');
  if (isZip) return 'workbook';
  if (isBinary(start)) throw fileType('file.unknown_type', 'Is neither a CSV file nor a workbook (.xlsx).');
  const language = languageOf(start);
  if (language) throw fileType('file.no_table', `Is ${language}, and no table; save it as CSV or as a workbook (.xlsx).`);
  if (WORKBOOK_NAME.test(name)) throw fileType('file.not_as_named', 'Is no workbook, though its name is that of one.');
  return 'csv';
}

function isBinary(start: Buffer): boolean {
  if (BINARY_SIGNATURES.some((signature) => signature.every((byte, index) => start[index] === byte))) return true;
  return BINARY_BEGINNING.test(start.toString('latin1', 0, 12));
}

/** The language of a text that is plainly no table, whether in UTF-8 or in UTF-16. */
function languageOf(start: Buffer): 'JSON' | 'HTML or XML' | undefined {
  const text = start.toString('latin1').replace(BYTE_ORDER_MARK, '').replaceAll('\0', '').trimStart();
  if (JSON_BEGINNING.test(text)) return 'JSON';
  return MARKUP_BEGINNING.test(text) ? 'HTML or XML' : undefined;
}

/**
 * Why a compound file (MS-CFB) is refused: it is a workbook of before 2007, or holds one that is encrypted (MS-OFFCRYPTO 2.3).
 * @param directory some of its directory, which names what is in it in UTF-16
 */
export function compoundFileRefusal(directory: Buffer) {
  const holds = (name: string) => directory.includes(Buffer.from(name, 'utf16le'));
  if (holds('EncryptedPackage')) return importErrors.IMPORT_ENCRYPTED();
  if (holds('Workbook') || holds('Book')) return fileType('file.legacy_workbook', 'Is a workbook of before 2007 (.xls); save it as .xlsx.');
  return fileType('file.unknown_type', 'Is neither a CSV file nor a workbook (.xlsx).');
}

/**
 * Where the directory of a compound file begins (MS-CFB 2.2: size of a sector at 30, first sector of the directory at 48).
 * @param start its first 512 bytes
 */
export function directoryStart(start: Buffer): number {
  if (start.length < SIGNATURE_BYTES) return 0;
  return (start.readUInt32LE(48) + 1) * 2 ** Math.min(start.readUInt16LE(30), 16);
}

function fileType(code: string, message: string) {
  return importErrors.IMPORT_FILE_TYPE({ detail: message, errors: [{ path: 'file', code, message }] });
}
