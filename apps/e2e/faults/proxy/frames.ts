/** Cuts a stream into frames that state their own length, whatever the chunks they come in. */
export class Frames {
  readonly #lengthOf: (buffered: Buffer) => number | undefined;
  #rest: Buffer = Buffer.alloc(0);

  /** @param lengthOf bytes of the whole frame that begins the buffer; undefined while too few are there to tell */
  constructor(lengthOf: (buffered: Buffer) => number | undefined) {
    this.#lengthOf = lengthOf;
  }

  /** @returns the frames that are whole now, without copying */
  push(chunk: Buffer): Buffer[] {
    let rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const frames: Buffer[] = [];
    for (;;) {
      const length = this.#lengthOf(rest);
      if (length === undefined || rest.length < length) break;
      frames.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    this.#rest = rest;
    return frames;
  }
}
