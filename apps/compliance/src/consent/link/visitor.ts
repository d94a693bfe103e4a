/** What a visitor asks for, by what its browser says. */
export interface AskedPage {
  /** Rather than the same as JSON. */
  readonly wantsPage: boolean;
  /** The language that the address of the page names. */
  readonly lang: string | undefined;
  /** Languages that the browser prefers, in its order. */
  readonly accepted: readonly string[];
  /**
   * A page of another site made the browser send this (Fetch Metadata). `Origin` would not tell: under `no-referrer` browsers send `null` with our
   * own forms. A client that says nothing is none that another site could use.
   */
  readonly isCrossSite: boolean;
  readonly userAgent: string | undefined;
}

/** Who opened a link, as far as it shows: part of the proof of what is said there. */
export interface Visitor {
  readonly token: string;
  readonly requestId: string;
  readonly clientIp: string;
  readonly asked: AskedPage;
}
