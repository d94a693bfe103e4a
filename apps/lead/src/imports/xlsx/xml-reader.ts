import { DomainError } from '@leadstream/kernel';
import { SaxesParser } from 'saxes';
import { encodingOf } from '../csv/encoding.rules.js';
import { FileDecoder } from '../csv/file-decoder.rules.js';
import { unreadable } from './zip-archive.js';
import { expands } from './zip-limits.rules.js';

export type XmlAttributes = Readonly<Record<string, string>>;

/** What is to be done with a document as it is read; names come without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: XmlAttributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Sheets are 5 deep, rich text 7. */
const MAX_DEPTH = 64;
/** A cell holds 32,767 characters at most; a tag or text beyond this would be collected in memory. */
const MAX_TOKEN_LENGTH = 1024 * 1024;

/**
 * Reads a part of a workbook block by block; ends a turn after each, so that the caller can take what has come.
 * Documents that declare types or entities of their own are refused: Office documents may not (ECMA-376, part 2, 6.2.5), and entities
 * reach for other files or expand without end.
 * @throws DomainError `LEAD.IMPORT_WORKBOOK` with `workbook.xml` or `workbook.dtd`, `LEAD.IMPORT_EXPANDS`
 */
export async function* readXml(part: string, blocks: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new BoundedParser(part, handler);
  let decoder: FileDecoder | undefined;
  for await (const block of blocks) {
    decoder ??= new FileDecoder({ ...encodingOf(block, undefined), isAssumed: false });
    parser.write(decoder.push(block));
    yield;
  }
  parser.end(decoder?.end() ?? { text: '', valid: true });
  yield;
}

/** A parser that holds no more than one token of bounded size. */
class BoundedParser {
  readonly #parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  #depth = 0;
  #lastEvent = 0;

  constructor(
    private readonly part: string,
    handler: XmlHandler,
  ) {
    const parser = this.#parser;
    parser.on('doctype', () => {
      throw unreadable('workbook.dtd', `The part ${part} declares a document type.`);
    });
    parser.on('opentag', ({ name, attributes }) => {
      this.#lastEvent = parser.position;
      this.#depth += 1;
      if (this.#depth > MAX_DEPTH) throw expands('xml.depth', `Elements may be ${MAX_DEPTH} deep at most.`, MAX_DEPTH);
      handler.open(localName(name), attributes);
    });
    parser.on('closetag', ({ name }) => {
      this.#lastEvent = parser.position;
      this.#depth -= 1;
      handler.close?.(localName(name));
    });
    parser.on('text', (text) => handler.text?.(text));
    parser.on('cdata', (text) => handler.text?.(text));
  }

  write({ text, valid }: { text: string; valid: boolean }): void {
    this.#run(() => this.#parser.write(text));
    if (!valid) throw unreadable('workbook.xml', `The part ${this.part} holds bytes that are no text.`);
    if (this.#parser.position - this.#lastEvent > MAX_TOKEN_LENGTH)
      throw expands('xml.token', `A text or a tag may have ${MAX_TOKEN_LENGTH} characters at most.`, MAX_TOKEN_LENGTH);
  }

  end(last: { text: string; valid: boolean }): void {
    this.write(last);
    this.#run(() => this.#parser.close());
  }

  #run(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw error instanceof DomainError ? error : unreadable('workbook.xml', `The part ${this.part} is not well-formed XML.`, error);
    }
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
