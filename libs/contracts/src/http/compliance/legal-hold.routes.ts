import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { retentionCategory } from '../../retention-fields.js';

const instant = z.iso.datetime();
const actor = z.object({ kind: z.enum(['member', 'api-key', 'service']), id: z.string() });
const words = (max: number) => z.string().trim().min(1).max(max);

export const placeLegalHoldBody = z
  .strictObject({
    /** The lead whose data is to be kept, with every lead that is merged with it. Either this or `category`. */
    leadId: z.uuid().toLowerCase().optional(),
    /** Everything of this category that the tenant has. */
    category: retentionCategory.optional(),
    /** The case: a docket or file number, the name of a matter. */
    matter: words(200),
    reason: words(2_000),
    /** When it begins; the present when left out. */
    holdsFrom: instant.optional(),
    /** When it ends by itself; only a release ends it when left out. */
    holdsUntil: instant.optional(),
  })
  .refine(({ leadId, category }) => (leadId === undefined) !== (category === undefined), 'name a lead or a category, and not both');
export type PlaceLegalHoldBody = z.infer<typeof placeLegalHoldBody>;

/** `pending` before its beginning, `in-force`, `ended` by its time, `released` by somebody. */
export const LEGAL_HOLD_STATES = ['pending', 'in-force', 'ended', 'released'] as const;
const legalHoldState = z.enum(LEGAL_HOLD_STATES);

/** While it is in force, what it concerns is neither deleted nor archived, by retention or by an erasure. */
export const legalHold = z
  .object({
    id: z.uuid(),
    leadId: z.uuid().nullable(),
    category: retentionCategory.nullable(),
    matter: z.string(),
    reason: z.string(),
    state: legalHoldState,
    holdsFrom: instant,
    holdsUntil: instant.nullable(),
    placedAt: instant,
    placedBy: actor,
    releasedAt: instant.nullable(),
    releasedBy: actor.nullable(),
    releaseReason: z.string().nullable(),
    version: z.int().min(1),
  })
  .meta({ id: 'LegalHold' });
export type LegalHold = z.infer<typeof legalHold>;

/** A deletion that came before a hold and goes on in spite of it. */
export const deletionUnderWay = z.object({
  deletionId: z.uuid(),
  /** Null: addresses of somebody who is no lead are being erased. */
  leadId: z.uuid().nullable(),
  begunAt: instant,
});
export type DeletionUnderWay = z.infer<typeof deletionUnderWay>;

export const placedLegalHold = legalHold
  .extend({
    /** Deletions of what it concerns that had begun before it was placed: those it does not stop. Latest first, a hundred at most. */
    deletionsUnderWay: z.array(deletionUnderWay),
  })
  .meta({ id: 'PlacedLegalHold' });
export type PlacedLegalHold = z.infer<typeof placedLegalHold>;

export const placeLegalHold = defineRoute({
  operation: 'placeLegalHold',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/legal-holds',
  summary: 'Keep the data of a lead, or all of a category, whatever its retention says; the answer names deletions that came first.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: placeLegalHoldBody,
  success: { status: 201, body: placedLegalHold },
  errors: ['COMPLIANCE.LEGAL_HOLD_TIMES'],
});

export const listLegalHoldsQuery = z.strictObject({
  leadId: z.uuid().toLowerCase().optional(),
  state: legalHoldState.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListLegalHoldsQuery = z.infer<typeof listLegalHoldsQuery>;

export const listLegalHolds = defineRoute({
  operation: 'listLegalHolds',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/legal-holds',
  summary: 'Legal holds, those that are over among them; latest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listLegalHoldsQuery,
  success: { status: 200, body: z.object({ items: z.array(legalHold), nextCursor: z.string().nullable() }) },
});

export const legalHoldParams = z.strictObject({ id: z.uuid() });

export const getLegalHold = defineRoute({
  operation: 'getLegalHold',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/legal-holds/:id',
  summary: 'One legal hold.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: legalHoldParams,
  success: { status: 200, body: legalHold },
  errors: ['COMPLIANCE.LEGAL_HOLD_NOT_FOUND'],
});

export const releaseLegalHold = defineRoute({
  operation: 'releaseLegalHold',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/legal-holds/:id/release',
  summary: 'End a legal hold, with the reason; what it kept follows its retention from then on.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: legalHoldParams,
  body: z.strictObject({ reason: words(2_000) }).meta({ id: 'ReleaseLegalHold' }),
  success: { status: 200, body: legalHold },
  errors: ['COMPLIANCE.LEGAL_HOLD_NOT_FOUND', 'COMPLIANCE.LEGAL_HOLD_RELEASED'],
});
