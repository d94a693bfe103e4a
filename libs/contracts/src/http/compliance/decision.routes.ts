import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel, purpose } from '../../lead-fields.js';

/** Why a contact is denied, and on what it is allowed; readers must accept new codes. */
export const DECISION_REASONS = [
  'consent_given',
  'no_consent',
  'consent_withdrawn',
  'on_dnc',
  'opt_out_under_review',
  'no_address',
  'lead_unknown',
  'lead_deleted',
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
    /** Opt-outs that wait for a person to look at them. */
    optOutReviewIds: z.array(z.uuid()).default([]),
  })
  .meta({ id: 'DecisionInputs' });
export type DecisionInputs = z.infer<typeof decisionInputs>;

/** May this lead be contacted on this channel for this purpose, as of `decidedAt`. */
export const contactDecision = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    channel,
    purpose,
    outcome: z.enum(['allow', 'deny']),
    /** Every reason that spoke. */
    reasons: z.array(z.object({ code: decisionReason, detail: z.string() })),
    inputs: decisionInputs,
    ruleSetVersion: z.string(),
    decidedAt: z.iso.datetime(),
    /** From then on the decision must be asked for again. */
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'ContactDecision' });
export type ContactDecision = z.infer<typeof contactDecision>;

export const decideContactBody = z.strictObject({ leadId: z.uuid().toLowerCase(), channel, purpose });
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
