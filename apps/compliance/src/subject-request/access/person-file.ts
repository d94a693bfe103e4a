import type { ProcessingInformation } from '../../processing-register/processing-activity.js';
import type { AnswerPart } from './gathered-answer.js';
import type { SubjectExport, SubjectRequestKind } from '@leadstream/contracts';

/** What the file for a person is made of: parts come one after the other, by service, and are written as they come. */
export interface PersonFile {
  readonly kind: SubjectRequestKind;
  readonly receivedAt: Date;
  readonly madeAt: Date;
  /** Null where the person is no lead. */
  readonly leadId: string | null;
  readonly export: SubjectExport;
  /** What the person is to be told besides its data. */
  readonly information: ProcessingInformation;
  readonly parts: AsyncIterable<AnswerPart>;
}

/** Pieces of a file in UTF-8, as they are made. */
export type FileBlocks = AsyncGenerator<Buffer, void, undefined>;
