import { characterOf } from './html-characters.rules.js';
import { QuotedLines } from './quoted-lines.js';

/** How HTML begins; names of elements, so that an address or a link in angle brackets is none. */
const START =
  /^\s*<(?:!doctype|!--|(?:html|head|body|div|p|br|table|blockquote|span|font|style|meta|center|b|i|u|a|ul|ol|pre|h[1-6])(?=[\s/>]))/iu;
const WITHIN = /<(?:br\s*\/?|\/(?:html|body|div|p|table|blockquote|ul|ol|pre|center|h[1-6])\s*)>/iu;

/** A mail of plain text may quote one that is HTML. */
const MARKED_QUOTE = /^[ \t]*>/mu;

/** Beginnings of comments, declarations, tags, characters by name, blanks, and what else is text. No step goes past the next bracket. */
const TOKEN = /<!--|<[!?][^<>]*>|<\/?[a-z][a-z0-9:-]*(?=[\s/>])[^<>]*>|&#?[a-z0-9]{1,31};|\s+|[^<&\s]+|[<&]/giu;
const TAG = /^<(\/?)([a-z][a-z0-9:-]*)([^<>]*)>$/iu;
const CLASS = /\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/iu;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const BLOCKS = words(
  'address article blockquote body center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr html li ol p pre section table tr ul',
);
const VOID = words('area base br col embed hr img input link meta source track wbr');
/** What stands between their tags is read by nobody. */
const UNREAD = words('script style title');
/** Classes of what mail programs quote, and of the line above it. */
const QUOTING = words('gmail_attr moz-cite-prefix yahoo_quoted');
/** Gmail's class of all that belongs to a quote, with what was written between its parts. */
const AROUND_QUOTES = 'gmail_quote';

/** Whether a mail was handed in as HTML. */
export function isHtml(text: string): boolean {
  return START.test(text) || (WITHIN.test(text) && !MARKED_QUOTE.test(text));
}

/**
 * The text of a mail in HTML, a line for each block and break, without what nobody reads. Lines that a mail program quotes begin with `> `, as in a mail of plain
 * text. Takes any text; time grows with its length alone.
 */
export function textOfHtml(html: string): string {
  return new HtmlReading(html).read();
}

interface OpenElement {
  readonly name: string;
  readonly effect: 'quotes' | 'around' | 'keeps lines' | 'none';
}

class HtmlReading {
  readonly #lines = new QuotedLines();
  readonly #open: OpenElement[] = [];
  /** How many are open, by name: a tag that ends none is not looked for among all of them. */
  readonly #count = new Map<string, number>();
  /** What was looked for behind some place and does not come any more. */
  readonly #missing = new Set<string>();
  /** Open elements that quote, and of those around quotes the ones of which no quote has ended yet. */
  #quotes = 0;
  #around: OpenElement[] = [];
  #keepsLines = 0;

  constructor(private readonly html: string) {}

  read(): string {
    const token = new RegExp(TOKEN);
    for (let found = token.exec(this.html); found !== null; found = token.exec(this.html)) {
      const [text] = found;
      if (text === '<!--') token.lastIndex = this.#after(/-->/gu, token.lastIndex);
      else if (text.length > 1 && text.startsWith('<')) token.lastIndex = this.#tag(text, token.lastIndex);
      else this.#text(text);
    }
    return this.#lines.end();
  }

  #text(text: string): void {
    const character = text.startsWith('&') ? characterOf(text) : text;
    if (character.trim() !== '') this.#lines.write(character, this.#quotes + this.#around.length > 0);
    else if (this.#keepsLines > 0 && text.includes('\n')) this.#lines.breakLine();
    else this.#lines.space();
  }

  /** @returns where reading goes on */
  #tag(text: string, behind: number): number {
    const [, slash, written = '', attributes = ''] = TAG.exec(text) ?? [];
    const name = written.toLowerCase();
    if (name === 'br') this.#lines.breakLine();
    else if (BLOCKS.has(name)) this.#lines.endLine();
    else if (name === 'td' || name === 'th') this.#lines.space();
    if (slash === '/') this.#close(name);
    else if (UNREAD.has(name)) return this.#after(new RegExp(`</${name}\\b[^<>]*>`, 'giu'), behind);
    else if (!VOID.has(name) && !attributes.endsWith('/')) this.#enter(name, attributes);
    return behind;
  }

  #enter(name: string, attributes: string): void {
    const element = { name, effect: effectOf(name, attributes) };
    this.#open.push(element);
    this.#count.set(name, (this.#count.get(name) ?? 0) + 1);
    if (element.effect === 'quotes') this.#quotes += 1;
    if (element.effect === 'around') this.#around.push(element);
    if (element.effect === 'keeps lines') this.#keepsLines += 1;
  }

  /** Ends the innermost element of that name, and all in it that nobody ended. */
  #close(name: string): void {
    if ((this.#count.get(name) ?? 0) === 0) return;
    for (let element = this.#open.pop(); element !== undefined; element = this.#open.pop()) {
      this.#count.set(element.name, (this.#count.get(element.name) ?? 0) - 1);
      this.#leave(element);
      if (element.name === name) return;
    }
  }

  #leave({ name, effect }: OpenElement): void {
    if (effect === 'keeps lines') this.#keepsLines -= 1;
    if (effect === 'around') this.#around.pop();
    if (effect === 'quotes') this.#quotes -= 1;
    // What stands behind a quote was written there.
    if (name === 'blockquote') this.#around = [];
  }

  /** @returns where what is looked for has ended; `from` where it does not come */
  #after(looked: RegExp, from: number): number {
    if (this.#missing.has(looked.source)) return from;
    looked.lastIndex = from;
    if (looked.test(this.html)) return looked.lastIndex;
    this.#missing.add(looked.source);
    return from;
  }
}

function effectOf(name: string, attributes: string): OpenElement['effect'] {
  if (name === 'blockquote') return 'quotes';
  if (name === 'pre') return 'keeps lines';
  const [, double, single, bare] = CLASS.exec(attributes) ?? [];
  const classes = (double ?? single ?? bare ?? '').split(/\s+/u);
  if (classes.some((one) => QUOTING.has(one))) return 'quotes';
  return classes.includes(AROUND_QUOTES) ? 'around' : 'none';
}
