import { foldText } from '../detection/text/folded-text.rules.js';
import { isHtml, textOfHtml } from './html-text.rules.js';
import { ATTRIBUTION_STARTS, ATTRIBUTION_VERBS, DEVICE_LINES, HEADER_FIELDS, ORIGINAL_MARKS } from './reply-marks.js';

const LINE_END = /\r\n|[\r\n]/u;
const HEADER = /^([a-z][a-z -]{0,20}) ?:/u;
const FRAME = /^[\s\-_*=]+|[\s\-_*=:]+$/gu;
const SIGNATURE = /^-- ?$/u;
const LONG_RULE = /^_{20,}\s*$/u;
/** A rule of dashes, as Outlook draws above the header block of the mail it answers. */
const DASHES = /^\s*-{5,}\s*$/u;
/** An introduction of a quote is broken over no more lines, and is no longer than this. */
const ATTRIBUTION_LINES = 3;
const ATTRIBUTION_LENGTH = 300;
const HEADER_LINES = 4;
const DEVICE_WORDS = 8;
const TIME = /\d{1,2}[:.h]\d{2}/u;
const DATE = /\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}/u;
/** An address in angle brackets and a colon end a line by which some programs introduce a quote, without a verb. */
const ADDRESS_AND_COLON = /<[^<>\s]+@[^<>\s]+> ?:$/u;
const ADDRESS_ALONE = /^<[^<>\s]+> ?:$/u;

/** What a mail is judged by. */
export interface MailText {
  readonly text: string;
  /** False where all of it looks quoted, and somebody may have written it all the same. */
  readonly isNew: boolean;
}

/**
 * What was newly written, or, where that is nothing, what stands there beside quotes that are marked as such; in a mail that is one quote that quote.
 * @param mail plain text or HTML
 */
export function textOfMail(mail: string): MailText {
  const plain = plainText(mail);
  const written = writtenIn(plain);
  if (written !== '' || plain.trim() === '') return { text: written, isNew: true };
  const unmarked = plain.split(LINE_END).filter((line) => !isQuoted(line));
  return { text: unmarked.join('\n').trim() || plain.trim(), isNew: false };
}

/**
 * What somebody wrote in a mail that answers one of ours: without quoted lines, the line that introduces them, what follows a header block
 * or a separator, the signature below `--` and lines that a device adds. Text between quotes stays. Each line is looked at a bounded number of times.
 * @param mail plain text or HTML
 */
export function newlyWritten(mail: string): string {
  return writtenIn(plainText(mail));
}

function plainText(mail: string): string {
  return isHtml(mail) ? textOfHtml(mail) : mail;
}

function writtenIn(plain: string): string {
  const lines = plain.split(LINE_END);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isQuoted(line)) continue;
    if (line.trim() === '') {
      kept.push('');
      continue;
    }
    if (isEnd(lines, at)) break;
    const attribution = attributionAt(lines, at);
    if (attribution === undefined) {
      if (!isDeviceLine(line)) kept.push(line);
      continue;
    }
    if (!attribution.quotedBelow) break;
    at += attribution.lines - 1;
  }
  return kept.join('\n').trim();
}

function isQuoted(line: string): boolean {
  return line.trimStart().startsWith('>');
}

function isEnd(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (SIGNATURE.test(line) || LONG_RULE.test(line)) return true;
  const folded = foldedShort(line);
  if (DASHES.test(line)) return lines.slice(at + 1, at + HEADER_LINES).some(isHeader);
  if (ORIGINAL_MARKS.has(folded.replace(FRAME, ''))) return true;
  return isHeader(line) && lines.slice(at + 1, at + HEADER_LINES).some(isHeader);
}

function isHeader(line: string): boolean {
  const name = HEADER.exec(foldedShort(line).replaceAll('*', ''))?.[1];
  return name !== undefined && HEADER_FIELDS.has(name.trim());
}

function attributionAt(lines: readonly string[], at: number): { lines: number; quotedBelow: boolean } | undefined {
  let joined = '';
  for (let count = 1; count <= ATTRIBUTION_LINES; count += 1) {
    const line = (lines[at + count - 1] ?? '').trim();
    joined = `${joined} ${line}`.trim();
    if (line === '' || joined.length > ATTRIBUTION_LENGTH) return undefined;
    const quotedBelow = isQuoted(lines.slice(at + count, at + count + 5).find((line) => line.trim() !== '') ?? '');
    if (introduces(foldText(joined), count, quotedBelow) || isDatedAddress(joined, line, count)) return { lines: count, quotedBelow };
  }
  return undefined;
}

/**
 * Ends with a colon, says `wrote`, and begins as such lines do; one that stands on one line may begin with a name if it shows an address.
 * Without a quote below it must show a time or an address.
 */
function introduces(line: string, lines: number, quotedBelow: boolean): boolean {
  if (!line.endsWith(':') || !ATTRIBUTION_VERBS.some((verb) => line.includes(verb))) return false;
  const hasAddress = line.includes('@');
  const begins = ATTRIBUTION_STARTS.some((start) => line.startsWith(start)) || (hasAddress && lines === 1);
  return begins && (quotedBelow || hasAddress || TIME.test(line));
}

/** On one line, or with the address alone on a second. */
function isDatedAddress(joined: string, last: string, lines: number): boolean {
  const isWhole = lines === 1 || (lines === 2 && ADDRESS_ALONE.test(last));
  return isWhole && ADDRESS_AND_COLON.test(joined) && (TIME.test(joined) || DATE.test(joined));
}

function isDeviceLine(line: string): boolean {
  const folded = foldedShort(line);
  return DEVICE_LINES.some((start) => folded.startsWith(start)) && folded.split(' ').length <= DEVICE_WORDS && !/[.,]/u.test(folded);
}

function foldedShort(line: string): string {
  return line.length > ATTRIBUTION_LENGTH ? '' : foldText(line).trim();
}
