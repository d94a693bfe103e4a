import type { Uuid } from '@leadstream/kernel';

/** The gathering for one request, as it is kept. */
export interface ExportRecord {
  readonly requestId: Uuid;
  /** First the services tell the names by which they know the person, then what stands under all of them. */
  readonly step: 'locating' | 'gathering';
  readonly startedAt: Date;
  /** Later is too late for an answer of a service. */
  readonly answersBy: Date;
  readonly completedAt: Date | null;
  readonly escalatedAt: Date | null;
  readonly expiresAt: Date;
  readonly removedAt: Date | null;
}

/** A record of the person, as a service told it. */
export interface PersonRecord {
  /** Kind of record. */
  readonly store: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A part of what one service told. */
export interface AnswerPart {
  readonly requestId: Uuid;
  readonly service: string;
  /** From 1. */
  readonly part: number;
  readonly isLast: boolean;
  readonly records: readonly PersonRecord[];
}

/** By which addresses one service knows the person, as the vault names persons. */
export interface LocatedAnswer {
  readonly requestId: Uuid;
  readonly service: string;
  readonly addresses: readonly string[];
}

/** How much of its answer a service has told. */
export interface AnswerProgress {
  readonly service: string;
  readonly receivedParts: number;
  /** How many there are; null while the last one has not come. */
  readonly parts: number | null;
}
