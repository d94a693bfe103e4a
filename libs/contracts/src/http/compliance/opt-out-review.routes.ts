import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel } from '../../lead-fields.js';

const instant = z.iso.datetime();

/** `waiting`: a person must look at it, contact on the channel waits. `acted`: clear, blocked at once. `lifted`: by a later opt-in. */
export const OPT_OUT_STATES = ['acted', 'waiting', 'confirmed', 'dismissed', 'lifted'] as const;
export const optOutState = z.enum(OPT_OUT_STATES);
export type OptOutState = z.infer<typeof optOutState>;

/** Who closed a review. */
const closedBy = z.object({ kind: z.enum(['member', 'api-key', 'service']), id: z.string() });

/** An opt-out that was found in what a lead wrote or said, or may have been. */
export const optOutReview = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    /** By which the message came. */
    channel,
    /** That it closes, or holds up while it waits: that by which it came with all that goes with it, and those that its words name. */
    channels: z.array(channel).optional(),
    messageId: z.string(),
    receivedAt: instant,
    foundAt: instant,
    state: optOutState,
    /** Code: `keyword`, `clear_sentence`, `cues`, `negated`, `names_another_channel`, `perhaps_quoted`, ...; readers must accept new ones. */
    reason: z.string(),
    /** How sure it is that the person wants no contact, 0 to 1. */
    confidence01: z.number().min(0).max(1),
    /** The words that spoke, without accents and capitals. */
    matched: z.array(z.string()),
    /** The beginning of what was newly written, or may have been, while somebody must read it; 500 characters at most, null once closed. */
    extract: z.string().nullable(),
    /** Names the rules that found it. */
    rulesVersion: z.string(),
    /** Entries of the DNC list that stand for it: those that it set, and those that others had stated before. */
    dncEntryIds: z.array(z.uuid()),
    closedAt: instant.nullable(),
    closedBy: closedBy.nullable(),
  })
  .meta({ id: 'OptOutReview' });
export type OptOutReview = z.infer<typeof optOutReview>;

export const examineMessageBody = z.strictObject({
  leadId: z.uuid().toLowerCase(),
  channel,
  /** The sender's or provider's id of the message or call; examined once for a lead and channel. */
  messageId: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u, 'must not hold control characters'),
  /** A message as it came, a mail (plain text or HTML) with what it quotes, or what the lead said in a call. */
  text: z.string().max(200_000),
  /** When it was received; the present instant when left out or later. */
  receivedAt: instant.optional(),
});
export type ExamineMessageBody = z.infer<typeof examineMessageBody>;

/** What a message asks for, and what came of it. */
export const examinedMessage = z
  .object({
    /** `none` when it asks for nothing that concerns contact. */
    intent: z.enum(['opt_out', 'opt_in', 'help', 'none']),
    /** `act`: it holds at once; `review`: a person looks at it, contact waits; `none`: nothing follows. */
    band: z.enum(['act', 'review', 'none']),
    confidence01: z.number().min(0).max(1),
    reason: z.string(),
    matched: z.array(z.string()),
    /** What is kept of an opt-out. */
    review: optOutReview.nullable(),
    /** How many opt-outs an opt-in lifted. */
    lifted: z.int().min(0),
  })
  .meta({ id: 'ExaminedMessage' });
export type ExaminedMessage = z.infer<typeof examinedMessage>;

export const examineMessage = defineRoute({
  operation: 'examineMessage',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/opt-out-reviews',
  summary: 'Hand in what a lead wrote or said. A clear opt-out blocks the channel at once, an uncertain one waits for a person.',
  scope: 'compliance:write',
  rateClass: 'write',
  body: examineMessageBody,
  success: { status: 200, body: examinedMessage },
  errors: ['COMPLIANCE.LEAD_ERASED'],
});

export const listOptOutReviewsQuery = z.strictObject({
  state: optOutState.optional(),
  leadId: z.uuid().toLowerCase().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListOptOutReviewsQuery = z.infer<typeof listOptOutReviewsQuery>;

export const listOptOutReviews = defineRoute({
  operation: 'listOptOutReviews',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/opt-out-reviews',
  summary: 'Opt-outs that were found, those that wait for a person among them; latest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listOptOutReviewsQuery,
  success: { status: 200, body: z.object({ items: z.array(optOutReview), nextCursor: z.string().nullable() }) },
});

export const optOutReviewParams = z.strictObject({ id: z.uuid() });

export const getOptOutReview = defineRoute({
  operation: 'getOptOutReview',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/opt-out-reviews/:id',
  summary: 'One opt-out that was found, or may have been.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: optOutReviewParams,
  success: { status: 200, body: optOutReview },
  errors: ['COMPLIANCE.OPT_OUT_REVIEW_NOT_FOUND'],
});

export const confirmOptOut = defineRoute({
  operation: 'confirmOptOut',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/opt-out-reviews/:id/confirm',
  summary: 'It is an opt-out: the addresses of the lead go on the DNC list.',
  scope: 'compliance:write',
  rateClass: 'write',
  params: optOutReviewParams,
  success: { status: 200, body: optOutReview },
  errors: ['COMPLIANCE.OPT_OUT_REVIEW_NOT_FOUND', 'COMPLIANCE.OPT_OUT_REVIEW_CLOSED', 'COMPLIANCE.OPT_OUT_WITHOUT_ADDRESS'],
});

export const dismissOptOut = defineRoute({
  operation: 'dismissOptOut',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/opt-out-reviews/:id/dismiss',
  summary: 'It is no opt-out: contact no longer waits for it.',
  scope: 'compliance:write',
  rateClass: 'write',
  params: optOutReviewParams,
  success: { status: 200, body: optOutReview },
  errors: ['COMPLIANCE.OPT_OUT_REVIEW_NOT_FOUND', 'COMPLIANCE.OPT_OUT_REVIEW_CLOSED'],
});
