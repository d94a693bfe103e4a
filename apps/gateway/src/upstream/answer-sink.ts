import type { IncomingHttpHeaders } from 'node:http';

/** Where an upstream's answer goes, piece by piece. Either `end` or `fail` comes last, once; after `abort` of the exchange neither does. */
export interface AnswerSink {
  begin(status: number, headers: IncomingHttpHeaders): void;
  /** @returns false when `resume` has to be called before more may come */
  write(chunk: Buffer, resume: () => void): boolean;
  end(): void;
  /** Nothing (more) will come. */
  fail(error: Error): void;
}
