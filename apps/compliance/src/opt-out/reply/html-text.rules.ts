import { Parser } from 'htmlparser2';
import { QuotedLines } from './quoted-lines.js';

/** How HTML begins; names of elements, so that an address or a link in angle brackets is none. */
const START =
  /^\s*<(?:!doctype|!--|(?:html|head|body|div|p|br|table|blockquote|span|font|style|meta|center|b|i|u|a|ul|ol|pre|h[1-6])(?=[\s/>]))/iu;
const WITHIN = /<(?:br\s*\/?|\/(?:html|body|div|p|table|blockquote|ul|ol|pre|center|h[1-6])\s*)>/iu;

/** A mail of plain text may quote one that is HTML. */
const MARKED_QUOTE = /^[ \t]*>/mu;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const BLOCKS = words(
  'address article blockquote body center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr html li ol p pre section table tr ul',
);
/** What stands between their tags is read by nobody. */
const UNREAD = words('script style title');
/** Classes of what mail programs quote, and of the line above it. */
const QUOTING = words('gmail_attr moz-cite-prefix yahoo_quoted');
/** Gmail's class of all that belongs to a quote, with what was written between its parts. */
const AROUND_QUOTES = 'gmail_quote';

/** Elements in each other; mails have some tens, and what has more is made to take long. */
const DEEPEST = 500;
const TAGS = /<[^<>]*>/gu;

/** Whether a mail was handed in as HTML. */
export function isHtml(text: string): boolean {
  return START.test(text) || (WITHIN.test(text) && !MARKED_QUOTE.test(text));
}

/**
 * The text of a mail in HTML, a line for each block and break, without what nobody reads. Lines that a mail program quotes begin with `> `, as in a mail of plain
 * text. Takes any text; of one whose elements nest too deep the tags are left out.
 */
export function textOfHtml(html: string): string {
  return new HtmlReading().read(html) ?? html.replace(TAGS, ' ').trim();
}

type Effect = 'quotes' | 'around' | 'keeps lines' | 'hides' | 'none';

class HtmlReading {
  readonly #lines = new QuotedLines();
  readonly #open: Effect[] = [];
  /** Open elements that quote; those around quotes of which no quote has ended yet; those that keep lines, and that hide what is in them. */
  #quotes = 0;
  #around = 0;
  #keepsLines = 0;
  #hides = 0;

  /** @returns undefined when it nests too deep */
  read(html: string): string | undefined {
    const parser = new Parser({
      onopentag: (name, { class: classes = '' }) => {
        this.#enter(name, effectOf(name, classes));
        if (this.#open.length > DEEPEST) parser.pause();
      },
      ontext: (text) => this.#text(text),
      onclosetag: (name) => this.#leave(name),
    });
    parser.end(html);
    return this.#open.length > DEEPEST ? undefined : this.#lines.end();
  }

  /** A character by name comes by itself. */
  #text(text: string): void {
    if (this.#hides > 0) return;
    for (const [part] of text.matchAll(/\s+|\S+/gu)) {
      if (part.trim() !== '') this.#lines.write(part, this.#quotes + this.#around > 0);
      else if (this.#keepsLines > 0 && part.includes('\n')) this.#lines.breakLine();
      else this.#lines.space();
    }
  }

  #enter(name: string, effect: Effect): void {
    if (name === 'br') this.#lines.breakLine();
    else this.#separate(name);
    this.#open.push(effect);
    if (effect === 'quotes') this.#quotes += 1;
    if (effect === 'around') this.#around += 1;
    if (effect === 'keeps lines') this.#keepsLines += 1;
    if (effect === 'hides') this.#hides += 1;
  }

  #leave(name: string): void {
    this.#separate(name);
    const effect = this.#open.pop();
    if (effect === 'quotes') this.#quotes -= 1;
    if (effect === 'around') this.#around = Math.max(0, this.#around - 1);
    if (effect === 'keeps lines') this.#keepsLines -= 1;
    if (effect === 'hides') this.#hides -= 1;
    // What stands behind a quote was written there.
    if (name === 'blockquote') this.#around = 0;
  }

  #separate(name: string): void {
    if (BLOCKS.has(name)) this.#lines.endLine();
    else if (name === 'td' || name === 'th') this.#lines.space();
  }
}

function effectOf(name: string, written: string): Effect {
  if (name === 'blockquote') return 'quotes';
  if (name === 'pre') return 'keeps lines';
  if (UNREAD.has(name)) return 'hides';
  const classes = written.split(/\s+/u);
  if (classes.some((one) => QUOTING.has(one))) return 'quotes';
  return classes.includes(AROUND_QUOTES) ? 'around' : 'none';
}
