export interface AnswerHeaders {
  /** Sent as `ETag: "<version>"`. */
  readonly version?: number;
  /** Path of the resource, `/v1/...`. */
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the contract's: for pages, which tell a person what a program is told by a problem document. */
  readonly status?: number;
}

/** A handler's answer when plain data is not enough. */
export class Answer<B> {
  constructor(
    readonly body: B,
    readonly options: AnswerHeaders,
  ) {}
}

/** Answers with headers beside the body. */
export function reply<B>(body: B, options: AnswerHeaders): Answer<B> {
  return new Answer(body, options);
}

/** Answer of a create: where the record is, its version, and the record. */
export function created<B>(location: string, version: number, body: B): Answer<B> {
  return new Answer(body, { location, version });
}

/** The `ETag` of a record's version. */
export function etag(version: number): string {
  return `"${version}"`;
}
