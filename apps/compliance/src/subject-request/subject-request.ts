import type {
  IdentityMethod,
  SubjectRefusalReason,
  SubjectRequest,
  SubjectRequestJurisdiction,
  SubjectRequestKind,
  SubjectRequestStatus,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** What a person asked about its data, as it is kept. */
export interface SubjectRequestRecord {
  readonly requestId: Uuid;
  readonly kind: SubjectRequestKind;
  /** Null where the person is no lead. */
  readonly leadId: Uuid | null;
  /** Of somebody who is no lead, as the vault names persons; none once they were erased. */
  readonly addresses: readonly string[];
  readonly jurisdiction: SubjectRequestJurisdiction;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly via: SubjectRequest['via'];
  readonly note: string | null;
  readonly status: SubjectRequestStatus;
  readonly version: number;
  readonly receivedAt: Date;
  readonly assigneeId: Uuid | null;
  readonly identity: { readonly method: IdentityMethod; readonly verifiedAt: Date } | null;
  /** Since when the person is asked who it is, while that stops the clock. */
  readonly pausedSince: Date | null;
  readonly pausedDays: number;
  readonly extension: { readonly at: Date; readonly reason: string } | null;
  readonly dueAt: Date;
  readonly refusal: { readonly reason: SubjectRefusalReason; readonly explanation: string } | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
  /** Up to which of its instants reminders were told. */
  readonly remindedUntil: Date | null;
  /** The first instant that is still to be told; null when there is none. */
  readonly nextReminderAt: Date | null;
}

/** One version of a request, and what it changed. */
export interface SubjectRequestChange {
  readonly request: SubjectRequestRecord;
  readonly changes: readonly FieldChange[];
}

export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Kinds that are answered with a copy of the data. */
export function isGathered(kind: SubjectRequestKind): boolean {
  return kind === 'access' || kind === 'portability';
}

export function isOpen({ endedAt }: Pick<SubjectRequestRecord, 'endedAt'>): boolean {
  return endedAt === null;
}
