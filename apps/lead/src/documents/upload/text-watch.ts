// Tab, line feed, form feed and carriage return are what texts hold.
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/;

/** Finds out whether bytes that pass by are a text: UTF-8 without control characters, and no script with an interpreter. */
export class TextWatch {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #isText = true;
  #begin = '';

  watch(bytes: Uint8Array): void {
    if (this.#isText) this.#read(() => this.#decoder.decode(bytes, { stream: true }));
  }

  /** Call once, when all have passed. */
  isPlain(): boolean {
    if (this.#isText) this.#read(() => this.#decoder.decode());
    return this.#isText && !this.#begin.startsWith('#!');
  }

  #read(decode: () => string): void {
    try {
      const text = decode();
      if (this.#begin.length < 2) this.#begin += text.slice(0, 2);
      this.#isText = !CONTROL_CHARACTER.test(text);
    } catch {
      this.#isText = false;
    }
  }
}
