/** Lines of a text as they come about, those that are quoted marked as in a mail of plain text. */
export class QuotedLines {
  readonly #lines: string[] = [];
  #line = '';
  #isQuoted = false;
  #hasSpace = false;

  /** @param text without blanks at its ends */
  write(text: string, isQuoted: boolean): void {
    if (isQuoted !== this.#isQuoted) this.endLine();
    this.#isQuoted = isQuoted;
    this.#line += this.#hasSpace && this.#line !== '' ? ` ${text}` : text;
    this.#hasSpace = false;
  }

  space(): void {
    this.#hasSpace = true;
  }

  /** Ends a line in which something stands. */
  endLine(): void {
    if (this.#line !== '') this.#lines.push(this.#isQuoted ? `> ${this.#line}` : this.#line);
    this.#line = '';
    this.#hasSpace = false;
  }

  /** Ends the line, an empty one as well; of several in a row one stays. */
  breakLine(): void {
    if (this.#line === '' && (this.#lines.at(-1) ?? '') !== '') this.#lines.push('');
    this.endLine();
  }

  /** @returns all of them, none empty at the beginning and end */
  end(): string {
    this.endLine();
    return this.#lines.join('\n').trim();
  }
}
