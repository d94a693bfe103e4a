import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

const instant = z.iso.datetime();
/** SHA-256, in hexadecimal digits. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Place in the tenant's chain: 1, 2, 3... */
const place = z.int().min(1);

/** Something that happened in one of the services, as it was told, in its place of the tenant's chain. */
export const auditTrailEntry = z
  .object({
    sequence: place,
    eventId: z.uuid(),
    /** `noun.past-participle`; readers must accept new ones. */
    type: z.string(),
    version: z.int().min(0),
    /** The service that told it. */
    source: z.string(),
    /** Id of what it happened to. */
    subject: z.string(),
    /** Version of what it happened to, afterwards. */
    subjectVersion: z.int().min(0),
    occurredAt: instant,
    recordedAt: instant,
    /** `member:<id>`, `api-key:<id>` or `system:<job or group>`; null when it was not told. */
    actor: z.string().nullable(),
    correlationId: z.string(),
    /** Id of the event that caused it; null when a request or a job did. */
    causationId: z.string().nullable(),
    /** The lead that it speaks of, under the id of then. */
    leadId: z.uuid().nullable(),
    topic: z.string(),
    partition: z.int().min(0),
    offset: z.int().min(0),
    /** What was told, but for personal fields. */
    data: z.record(z.string(), z.unknown()),
    /** `none`: it has no personal fields. `withheld`: the caller may not see them. `erased`: nobody can, the person's key was destroyed. */
    personalState: z.enum(['none', 'open', 'withheld', 'erased']),
    /** Personal fields; null unless `open`. */
    personal: z.record(z.string(), z.unknown()).nullable(),
    previousHash: hash,
    hash,
  })
  .meta({ id: 'AuditTrailEntry' });
export type AuditTrailEntry = z.infer<typeof auditTrailEntry>;

export const listAuditTrailQuery = z.strictObject({
  leadId: z.uuid().toLowerCase().optional(),
  actor: z.string().min(1).max(200).optional(),
  subject: z.string().min(1).max(300).optional(),
  type: z.string().min(1).max(200).optional(),
  correlationId: z.string().min(1).max(200).optional(),
  /** Recorded then or later. */
  from: instant.optional(),
  /** Recorded before. */
  until: instant.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListAuditTrailQuery = z.infer<typeof listAuditTrailQuery>;

export const auditTrailPage = z.object({
  items: z.array(auditTrailEntry),
  nextCursor: z.string().nullable(),
  /** Place of the first entry that there is: those before it were taken out when their term was over. */
  beginsAt: place,
});
export type AuditTrailPage = z.infer<typeof auditTrailPage>;

export const listAuditTrail = defineRoute({
  operation: 'listAuditTrail',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/audit',
  summary: 'What happened in all services, latest first: by person, actor, subject, type, request and time.',
  scope: 'audit:read',
  rateClass: 'read',
  query: listAuditTrailQuery,
  success: { status: 200, body: auditTrailPage },
});

/** The head of a chain at an instant, signed: who keeps one notices whatever is done to the entries below it. */
export const auditCheckpoint = z
  .object({
    /** 1, 2, 3... of the tenant and purpose. */
    number: z.int().min(1),
    /** `head`: the chain up to here holds. `archive`: entries up to here were taken out of the table, the next one rests on `hash`. */
    purpose: z.enum(['head', 'archive']),
    sequence: place,
    /** Of the entry in that place. */
    hash,
    signedAt: instant,
    /** See `GET /v1/decision-keys/{id}`. */
    keyId: z.uuid(),
    /** Ed25519, base64url, over the lines that docs/audit.md describes. */
    signature: z.string(),
  })
  .meta({ id: 'AuditCheckpoint' });
export type AuditCheckpoint = z.infer<typeof auditCheckpoint>;

export const AUDIT_PROBLEMS = ['missing', 'altered', 'reordered', 'inserted', 'rewritten', 'contradicted', 'forged'] as const;

/** The first thing that is wrong with a chain. */
export const auditFinding = z.object({
  /** Place of the entry; the first of several. */
  sequence: place,
  /**
   * `missing`: not there. `altered`: its hash is not that of what it says. `reordered`: it belongs elsewhere. `inserted`: it never belonged there.
   * `rewritten`: altered together with its hash, or taken from another place: what follows rests on another one. `contradicted`: a checkpoint
   * says that another entry was there. `forged`: the signature of a checkpoint does not hold, or one is missing.
   */
  problem: z.enum(AUDIT_PROBLEMS),
  /** Where a reordered entry belongs; null otherwise. */
  belongsAt: z.int().min(1).nullable(),
});
export type AuditFinding = z.infer<typeof auditFinding>;

export const verifyAuditTrailBody = z.strictObject({
  /** First entry to check; the first there is when left out. */
  from: place.optional(),
  /** Last one; the head of the chain when left out. */
  to: place.optional(),
  /** Begin behind the latest checkpoint instead: what is before was checked when that was signed. */
  sinceCheckpoint: z.boolean().default(false),
  /** From an export or answer that somebody kept: the entry that must be in that place. */
  kept: z.strictObject({ sequence: place, hash }).optional(),
});
export type VerifyAuditTrailBody = z.infer<typeof verifyAuditTrailBody>;

export const auditVerification = z
  .object({
    /** Nothing is wrong with what was checked. */
    isSound: z.boolean(),
    finding: auditFinding.nullable(),
    /** First place that was checked. */
    from: place,
    /** Last place that was checked; `from` less one when there was nothing to check. */
    to: z.int().min(0),
    /** From where to go on with another call; null when nothing is left. At most 50,000 entries are checked at a time. */
    nextFrom: place.nullable(),
    /** Last place of the chain. */
    head: z.int().min(0),
    /** The latest one, to be kept elsewhere; null before the first. */
    checkpoint: auditCheckpoint.nullable(),
    /** What was signed when entries were taken out whose term was over: the trail begins behind it. Null while the first entry is there. */
    archive: auditCheckpoint.nullable(),
    verifiedAt: instant,
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof auditVerification>;

export const verifyAuditTrail = defineRoute({
  operation: 'verifyAuditTrail',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/audit/verify',
  summary: 'Check the chain of the audit trail entry by entry, and find the first that was altered, removed or reordered.',
  scope: 'audit:read',
  rateClass: 'read',
  body: verifyAuditTrailBody,
  success: { status: 200, body: auditVerification },
});

export const exportAuditTrail = defineRoute({
  operation: 'exportAuditTrail',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/audit/export',
  summary: 'Entries with the proof that they are what was recorded: line by line, closed by a signed checkpoint. What is sealed stays so.',
  scope: 'audit:read',
  rateClass: 'read',
  query: z.strictObject({
    /** First entry; the first there is when left out. */
    from: z.coerce.number().int().min(1).optional(),
    /** Last entry that must be in; the export goes on to the checkpoint that covers it. All when left out. */
    to: z.coerce.number().int().min(1).optional(),
  }),
  success: { status: 200, media: 'application/x-ndjson' },
  errors: ['COMPLIANCE.AUDIT_TRAIL_EMPTY'],
});
