/** What becomes of a connection after the bytes that may go on. */
export type Ending = 'reset' | 'swallow';

export interface Verdict {
  readonly forward: Buffer;
  /** `reset` breaks the connection, `swallow` lets nothing more through in this direction. */
  readonly then?: Ending;
}

/** Sees the bytes of one connection before they go on. */
export interface Inspector {
  toServer?(chunk: Buffer): Verdict;
  toClient?(chunk: Buffer): Verdict;
}
