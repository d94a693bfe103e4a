import { z } from 'zod';
import { subjectRequestJurisdiction, subjectRequestKind } from '../../subject-request-fields.js';
import { DNC_KINDS } from './dnc.routes.js';

const instant = z.iso.datetime();

/** `identity-needed`: the person was asked who it is. `completed` and `refused` are the end. */
export const SUBJECT_REQUEST_STATUSES = ['received', 'identity-needed', 'in-progress', 'completed', 'refused'] as const;
export const subjectRequestStatus = z.enum(SUBJECT_REQUEST_STATUSES);
export type SubjectRequestStatus = z.infer<typeof subjectRequestStatus>;

/** How it came. `agent`: by somebody whom the person authorised. */
export const SUBJECT_REQUEST_VIAS = ['email', 'letter', 'phone', 'form', 'in-person', 'agent', 'other'] as const;

/** How the person showed who it is. `known-address`: it answered from an address that was known as its own. */
export const IDENTITY_METHODS = ['account', 'known-address', 'call-back', 'document', 'questions', 'agent-authority', 'other'] as const;
export type IdentityMethod = (typeof IDENTITY_METHODS)[number];

/** Why nothing is done: GDPR Art. 12(2), 12(5), 15(4), 17(3), 21(1); or the person took it back. */
export const SUBJECT_REFUSAL_REASONS = [
  'identity-not-verified',
  'manifestly-unfounded',
  'excessive',
  'rights-of-others',
  'law-requires-keeping',
  'legal-claims',
  'compelling-grounds',
  'withdrawn',
] as const;
export type SubjectRefusalReason = (typeof SUBJECT_REFUSAL_REASONS)[number];

const text = z.string().trim().min(1).max(2_000);

/** Addresses of one person that a request may name. */
const MOST_ADDRESSES = 20;

const statedAddress = z
  .strictObject({
    kind: z.enum(DNC_KINDS),
    /** Normalised before it is stored, as entries of the do-not-contact list are: E.164, or trimmed and lower-cased. */
    value: z.string().trim().min(1).max(320),
    /** ISO 3166-1 alpha-2; how to read a phone number without its country code. */
    phoneRegion: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/)
      .optional(),
  })
  .meta({ id: 'StatedSubjectAddress' });

/** Where somebody can be reached who is no lead. */
export const subjectAddress = z
  .object({
    kind: z.enum(DNC_KINDS),
    /** E.164, or a lower-cased address. */
    value: z.string(),
  })
  .meta({ id: 'SubjectAddress' });
export type SubjectRequestAddress = z.infer<typeof subjectAddress>;

export const subjectDeadline = z
  .object({
    /** Last day on which the answer is in time, on the calendar of `timeZone`. */
    dueOn: z.iso.date(),
    /** The instant at which that day ends: from then on it is too late. */
    dueAt: instant,
    /** Where the period is written. */
    source: z.string(),
    /** Since when the period rests because the person was asked who it is; null while it runs. */
    pausedSince: instant.nullable(),
    /** Whole days for which it has rested. */
    pausedDays: z.int().min(0),
    /** Why it was extended, as the person was told; null unless it was. */
    extension: z.object({ at: instant, reason: z.string() }).nullable(),
    /** It is open, and the day is over. */
    isOverdue: z.boolean(),
  })
  .meta({ id: 'SubjectDeadline' });
export type SubjectDeadline = z.infer<typeof subjectDeadline>;

/** What a person asked about its data, and how far the answer is. */
export const subjectRequest = z
  .object({
    id: z.uuid(),
    kind: subjectRequestKind,
    /** The person, as a lead; null where it is none. */
    leadId: z.uuid().nullable(),
    /** Of somebody who is no lead, the addresses that it asked about; none of a lead, and none any more once they were erased. */
    addresses: z.array(subjectAddress),
    jurisdiction: subjectRequestJurisdiction,
    /** ISO 3166-1 alpha-2: the Member State in which it is answered, whose public holidays count. */
    country: z.string().nullable(),
    /** IANA name; on whose calendar days are counted. */
    timeZone: z.string(),
    via: z.enum(SUBJECT_REQUEST_VIAS),
    note: z.string().nullable(),
    status: subjectRequestStatus,
    /** Grows by one with every change; the `ETag`. */
    version: z.int().min(1),
    receivedAt: instant,
    /** Member who sees to it. */
    assigneeId: z.uuid().nullable(),
    /** Who checked that it is the person, and how; null while nobody has. */
    identity: z.object({ method: z.enum(IDENTITY_METHODS), verifiedAt: instant }).nullable(),
    deadline: subjectDeadline,
    /** Null unless it was refused. */
    refusal: z.object({ reason: z.enum(SUBJECT_REFUSAL_REASONS), explanation: z.string() }).nullable(),
    createdAt: instant,
    updatedAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'SubjectRequest' });
export type SubjectRequest = z.infer<typeof subjectRequest>;

export const createSubjectRequestBody = z
  .strictObject({
    kind: subjectRequestKind,
    /** The person, as a lead. Either this or `addresses`. */
    leadId: z.uuid().toLowerCase().optional(),
    /** Of somebody who is no lead: the request is of what is kept under these addresses, and of nothing else. */
    addresses: z.array(statedAddress).min(1).max(MOST_ADDRESSES).optional(),
    via: z.enum(SUBJECT_REQUEST_VIAS),
    jurisdiction: subjectRequestJurisdiction.default('gdpr'),
    country: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    /** UTC when left out. */
    timeZone: z.string().max(64).default('UTC'),
    /** When it reached the controller, by whichever way; now when left out. */
    receivedAt: instant.optional(),
    note: text.optional(),
    assigneeId: z.uuid().toLowerCase().optional(),
  })
  .refine(({ leadId, addresses }) => (leadId === undefined) !== (addresses === undefined), {
    path: ['leadId'],
    message: 'give either leadId or addresses',
  })
  .meta({ id: 'CreateSubjectRequest' });
export type CreateSubjectRequest = z.infer<typeof createSubjectRequestBody>;

export const patchSubjectRequestBody = z
  .strictObject({
    /** Never back to `received`. */
    status: z.enum(['identity-needed', 'in-progress', 'completed', 'refused']),
    /** What showed that it is the person. */
    identity: z.strictObject({ method: z.enum(IDENTITY_METHODS) }),
    /** With `status` `refused`; the person is told why, and where it may complain (GDPR Art. 12(4)). */
    refusal: z.strictObject({ reason: z.enum(SUBJECT_REFUSAL_REASONS), explanation: text }),
    /** Once, in time, with what the person was told. */
    extension: z.strictObject({ reason: text }),
    note: text.nullable(),
    assigneeId: z.uuid().toLowerCase().nullable(),
  })
  .partial()
  .meta({ id: 'PatchSubjectRequest' });
export type PatchSubjectRequest = z.infer<typeof patchSubjectRequestBody>;

/** One version of a request: what was changed, by whom. Lines are only ever added. */
export const subjectRequestStep = z
  .object({
    version: z.int().min(1),
    /** None for the first; texts of notes are left out. */
    changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    actor: z.object({ kind: z.string(), id: z.string() }),
    recordedAt: instant,
  })
  .meta({ id: 'SubjectRequestStep' });
export type SubjectRequestStep = z.infer<typeof subjectRequestStep>;

/** How far a service has told what it has of the person. */
export const subjectExportService = z.object({
  service: z.string(),
  /** `waiting`: nothing came; `partial`: not every part; `answered`. */
  state: z.enum(['waiting', 'partial', 'answered']),
  receivedParts: z.int().min(0),
  /** Null while nothing came. */
  parts: z.int().min(1).nullable(),
});

/** The answer to a request for access or portability, gathered from every service. */
export const subjectExport = z
  .object({
    requestId: z.uuid(),
    /** `expired`: what was gathered is gone. */
    status: z.enum(['gathering', 'complete', 'expired']),
    services: z.array(subjectExportService),
    /** Services that have not told everything; a file that is made meanwhile lacks them, and says so. */
    missing: z.array(z.string()),
    startedAt: instant,
    completedAt: instant.nullable(),
    /** Since when it takes longer than it should. */
    escalatedAt: instant.nullable(),
    /** From then on what was gathered is gone. */
    expiresAt: instant,
    /** Paths of the files. */
    files: z.object({ json: z.string(), html: z.string() }),
  })
  .meta({ id: 'SubjectExport' });
export type SubjectExport = z.infer<typeof subjectExport>;
