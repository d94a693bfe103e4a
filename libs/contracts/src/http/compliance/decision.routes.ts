import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel, purpose } from '../../lead-fields.js';
import { fieldProblem } from '../problem.js';
import { decisionFacts } from './decision-facts.js';

/** Why a contact is denied or has to wait, and on what it is allowed; readers must accept new codes. */
export const DECISION_REASONS = [
  'consent_given',
  'consent_implied',
  'consent_not_needed',
  'no_consent',
  'consent_withdrawn',
  'on_dnc',
  'on_dnc_domain',
  'on_dnc_list',
  'dnc_list_unsure',
  'opt_out_under_review',
  'no_address',
  'lead_unknown',
  'lead_deleted',
  'basis_insufficient',
  'place_unknown',
  'quiet_hours',
  'holiday',
  'frequency_cap',
  'no_open_time',
  'erasure_under_way',
] as const;
export const decisionReason = z.enum(DECISION_REASONS);
export type DecisionReason = z.infer<typeof decisionReason>;

/** The facts a decision was made on, each with its version or id. */
export const decisionInputs = z
  .object({
    /** Version of the lead as this service knew it; null when it knew none. */
    leadVersion: z.int().nullable(),
    /** Line of the consent ledger that stood; null when there was none. */
    consentEntryId: z.uuid().nullable(),
    dncEntryIds: z.array(z.uuid()),
    dncListVersion: z.int().min(0),
    /** Lists of numbers that were asked, in the version that answered; absent when none concerned the contact. */
    numberLists: z.array(z.object({ source: z.string(), version: z.int().nullable(), listedAt: z.iso.datetime().nullable() })).optional(),
    /** Opt-outs that wait for a person to look at them. */
    optOutReviewIds: z.array(z.uuid()).default([]),
    /** Erasures of the person that are not complete; absent when there are none. */
    erasureIds: z.array(z.uuid()).optional(),
    /** From rule set `default-3` on. */
    facts: decisionFacts.optional(),
  })
  .meta({ id: 'DecisionInputs' });
export type DecisionInputs = z.infer<typeof decisionInputs>;

/** SHA-256 of the neighbour on the left or the right, base64url. */
const hashTreeStep = z.union([z.object({ left: z.string() }), z.object({ right: z.string() })]);

/**
 * Of the canonical JSON (RFC 8785) of the decision without its signature, with `tenantId` beside the other members. Decisions of a batch share a signature:
 * then it is over the root of a tree of hashes. Begin with SHA-256 of the byte 0 and the JSON; each step of `path` makes it SHA-256 of the byte 1, what is
 * on the left and what is on the right; what comes out (32 bytes) is what was signed (RFC 9162, 2.1).
 */
export const decisionSignature = z
  .object({
    /** Names the tenant's key; `GET /v1/decision-keys/{id}` shows its public half. */
    keyId: z.uuid(),
    /** `Ed25519`: over the JSON itself. `Ed25519-SHA256-tree`: over the root that `path` leads to. */
    algorithm: z.enum(['Ed25519', 'Ed25519-SHA256-tree']),
    /** Base64url. */
    value: z.string(),
    /** From the decision to the root; absent where none is needed. */
    path: z.array(hashTreeStep).optional(),
  })
  .meta({ id: 'DecisionSignature' });
export type DecisionSignature = z.infer<typeof decisionSignature>;

/**
 * May this lead be contacted on this channel for this purpose, as of `at`. It may be acted on from `at` until before `expiresAt`: never, when `at`
 * lies ahead of `decidedAt`, for what is allowed then must be asked then.
 */
export const contactDecision = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    channel,
    purpose,
    /** `later`: not now, but at `laterAt` as far as is known. */
    outcome: z.enum(['allow', 'deny', 'later']),
    /** Every reason that spoke for the outcome. */
    reasons: z.array(
      z.object({
        code: decisionReason,
        detail: z.string(),
        /** Rule that speaks, as `GET /v1/contact-rules` lists it; `tenant` for what the tenant's policy demands. */
        rule: z.string().optional(),
      }),
    ),
    inputs: decisionInputs,
    ruleSetVersion: z.string(),
    decidedAt: z.iso.datetime(),
    /** The instant that was judged; as `decidedAt` when nobody asked for another. */
    at: z.iso.datetime().optional(),
    /** Of `later`: the first instant at which every rule lets the contact be, in every zone where the person may be. */
    laterAt: z.iso.datetime().optional(),
    /** From then on the decision must be asked for again: a minute, or less when the answer could change before. */
    expiresAt: z.iso.datetime(),
    signature: decisionSignature.optional(),
  })
  .meta({ id: 'ContactDecision' });
export type ContactDecision = z.infer<typeof contactDecision>;

export const decideContactBody = z.strictObject({
  leadId: z.uuid().toLowerCase(),
  channel,
  purpose,
  /** An instant to judge instead of now, for planning: up to 366 days ahead. */
  at: z.iso.datetime().optional(),
});
export type DecideContactBody = z.infer<typeof decideContactBody>;

export const decideContact = defineRoute({
  operation: 'decideContact',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/decisions',
  summary: 'Decide whether a lead may be contacted now on a channel for a purpose; unknown means no. The decision is stored.',
  scope: 'compliance:write',
  rateClass: 'write',
  body: decideContactBody,
  success: { status: 201, body: contactDecision },
  errors: ['COMPLIANCE.AT_OUT_OF_RANGE'],
});

/** Documented as a question, but taken as it comes: each item is judged alone. */
const batchItem = z.unknown().meta({ ...z.toJSONSchema(decideContactBody, { io: 'input' }), $schema: undefined });

/** The answer to one item; what the decision was made on is found under its id. */
export const decisionBatchResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('decided'), decision: contactDecision.omit({ inputs: true }).meta({ id: 'BriefContactDecision' }) }),
    z.object({ status: z.literal('failed'), error: z.object({ code: z.string(), title: z.string(), errors: z.array(fieldProblem) }) }),
  ])
  .meta({ id: 'DecisionBatchResult' });
export type DecisionBatchResult = z.infer<typeof decisionBatchResult>;

export const decideContacts = defineRoute({
  operation: 'decideContacts',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/decisions/batch',
  summary: 'Up to 1,000 contact decisions, one result per item in the order given. Items fail alone; each decision is stored.',
  scope: 'compliance:write',
  rateClass: 'write',
  body: z.strictObject({ items: z.array(batchItem).min(1).max(1_000) }).meta({ id: 'DecideContacts' }),
  success: { status: 200, body: z.object({ items: z.array(decisionBatchResult) }) },
});

export const decisionParams = z.strictObject({ id: z.uuid() });

export const getDecision = defineRoute({
  operation: 'getDecision',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/decisions/:id',
  summary: 'A stored contact decision with its reasons and inputs.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: decisionParams,
  success: { status: 200, body: contactDecision },
  errors: ['COMPLIANCE.DECISION_NOT_FOUND'],
});

/** Whether a stored decision is what its inputs and rule set make of it, and as it was signed. */
export const decisionVerification = z
  .object({
    decisionId: z.uuid(),
    /** False for decisions from before `default-3`, whose facts were not kept. */
    recomputable: z.boolean(),
    /** Null when it cannot be made again. */
    isEqual: z.boolean().nullable(),
    /** Members that come out otherwise, as JSON. */
    differences: z.array(z.object({ field: z.string(), stored: z.string(), recomputed: z.string() })),
    /** `absent` for decisions from before they were signed. */
    signature: z.enum(['valid', 'invalid', 'absent']),
    verifiedAt: z.iso.datetime(),
  })
  .meta({ id: 'DecisionVerification' });
export type DecisionVerification = z.infer<typeof decisionVerification>;

export const verifyDecision = defineRoute({
  operation: 'verifyDecision',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/decisions/:id/verify',
  summary: 'Make a stored decision again from its inputs and rule set, and check its signature.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: decisionParams,
  success: { status: 200, body: decisionVerification },
  errors: ['COMPLIANCE.DECISION_NOT_FOUND'],
});

export const decisionKey = z
  .object({
    id: z.uuid(),
    algorithm: z.literal('Ed25519'),
    /** SubjectPublicKeyInfo (RFC 8410), PEM. */
    publicKey: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'DecisionKey' });
export type DecisionKey = z.infer<typeof decisionKey>;

export const getDecisionKey = defineRoute({
  operation: 'getDecisionKey',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/decision-keys/:id',
  summary: 'The public half of a key that signs decisions, for whoever verifies them elsewhere.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: decisionParams,
  success: { status: 200, body: decisionKey },
  errors: ['COMPLIANCE.DECISION_KEY_NOT_FOUND'],
});
