/** What was told of something that happened, before it has a place in the chain. */
export interface AuditFact {
  readonly eventId: string;
  readonly type: string;
  readonly version: number;
  readonly source: string;
  readonly subject: string;
  /** Version of the subject afterwards. */
  readonly subjectVersion: number;
  readonly occurredAt: Date;
  /** `member:<id>`, `api-key:<id>` or `system:<job or group>`. */
  readonly actor: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** The lead that it speaks of. */
  readonly leadId: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Of the key that `sealed` of the body is sealed with. */
  readonly personKeyId: string | null;
  /** JSON as it was published: open fields as they are, the personal ones sealed. */
  readonly body: string;
}

/** Up to which entry a chain goes, or is checked. */
export interface Footing {
  /** Place of the entry; 0 before the first. */
  readonly sequence: number;
  /** Of that entry, SHA-256; zeros before the first. */
  readonly hash: Buffer;
}

/** A fact in its place. */
export interface AuditEntry extends AuditFact, Footing {
  /** Never before that of the entry before. */
  readonly recordedAt: Date;
  readonly previousHash: Buffer;
}

/** The end of a chain. */
export interface AuditHead extends Footing {
  readonly recordedAt: Date;
}

export const BEFORE_FIRST: AuditHead = { sequence: 0, hash: Buffer.alloc(32), recordedAt: new Date(0) };
