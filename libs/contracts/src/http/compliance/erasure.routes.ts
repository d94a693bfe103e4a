import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { SERVICES } from '../../define-event.js';
import { decisionSignature } from './decision.routes.js';

const instant = z.iso.datetime();
const count = z.int().min(0);

/** Why a person's data must go: the cases of GDPR Art. 17(1)(a) to (f); `request` where another law gives the right (CCPA 1798.105). */
export const ERASURE_REASONS = [
  'not_needed',
  'consent_withdrawn',
  'objection',
  'unlawful',
  'legal_obligation',
  'child',
  'request',
] as const;
export const erasureReason = z.enum(ERASURE_REASONS);
export type ErasureReason = z.infer<typeof erasureReason>;

/**
 * `locating`: every service tells under which names it knows the person. `forgetting`: the keys are destroyed, and no process holds one any
 * more when this ends. `erasing`: every service deletes. `settling`: what was being written ends. `sweeping`: every service deletes once
 * more. `certified`: all have said so.
 */
export const ERASURE_STEPS = ['locating', 'forgetting', 'erasing', 'settling', 'sweeping', 'certified'] as const;
export type ErasureStep = (typeof ERASURE_STEPS)[number];

/** An erasure of one person in all services. */
export const erasure = z
  .object({
    id: z.uuid(),
    /** The lead that was named; null where the person is no lead, and asked to have addresses erased. */
    leadId: z.uuid().nullable(),
    /** The request of somebody who is no lead; null where a lead was named. */
    subjectRequestId: z.uuid().nullable(),
    /** That lead and all that are the same person, as far as they are found. */
    leadIds: z.array(z.uuid()),
    /** Leads of the person that a legal hold keeps. They are not erased. */
    heldLeadIds: z.array(z.uuid()),
    reason: erasureReason,
    /**
     * `held`: a legal hold keeps a lead that turned out to be the person too; nothing was erased yet, it goes on when the hold is over. `escalated`: a
     * service has not answered in time; it goes on when it does, and is never certified before.
     */
    status: z.enum(['running', 'held', 'escalated', 'certified']),
    step: z.enum(ERASURE_STEPS),
    /** Services that have not answered the present step. */
    waitingFor: z.array(z.enum(SERVICES)),
    progress: z.object({ done: count, total: count, percent: z.int().min(0).max(100) }),
    requestedAt: instant,
    certifiedAt: instant.nullable(),
  })
  .meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof erasure>;

/** What a service did with the person's data in both of its turns. */
const certifiedService = z.object({
  service: z.enum(SERVICES),
  /** When it was done for the last time. */
  doneAt: instant,
  stores: z.array(
    z.object({
      store: z.string(),
      kind: z.string(),
      /** Records that are gone. */
      removed: count,
      /** Records that stay without what spoke of the person. */
      blanked: count,
      /** Records that stay as they are. */
      kept: count,
      keptFor: z.string().nullable(),
    }),
  ),
});

/** Proof of an erasure. It names the person by ids alone, which mean nobody any more. */
export const erasureCertificate = z
  .object({
    kind: z.literal('erasure-certificate'),
    version: z.literal(1),
    tenantId: z.uuid(),
    erasureId: z.uuid(),
    /** Null where the person is no lead. */
    leadId: z.uuid().nullable(),
    /** The request of somebody who is no lead, whose addresses were erased; left out where a lead was named. */
    subjectRequestId: z.uuid().optional(),
    leadIds: z.array(z.uuid()),
    /**
     * Leads of the person that a legal hold keeps and that came to light when its keys were gone: neither they nor the addresses that came to light with
     * them were erased. Left out by certificates of before.
     */
    heldLeadIds: z.array(z.uuid()).optional(),
    reason: erasureReason,
    requestedAt: instant,
    certifiedAt: instant,
    /** Names of the person whose keys were destroyed: from then on what lies in topics, dead letters and outboxes opens to nobody. */
    namesDestroyed: count,
    keysDestroyedAt: instant,
    services: z.array(certifiedService),
    /** Of everything else in it, as canonical JSON (RFC 8785). */
    signature: decisionSignature,
  })
  .meta({ id: 'ErasureCertificate' });
export type ErasureCertificate = z.infer<typeof erasureCertificate>;

export const requestErasureBody = z.strictObject({ leadId: z.uuid().toLowerCase(), reason: erasureReason });
export type RequestErasureBody = z.infer<typeof requestErasureBody>;

export const requestErasure = defineRoute({
  operation: 'requestErasure',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/erasures',
  summary:
    'Erase a person in every service, for ever. Asked again, the answer is the erasure that there is. Who objects, or withdraws its consent, gets no more advertising from then on, also where a legal hold refuses the erasure.',
  scope: 'compliance:write',
  rateClass: 'write',
  body: requestErasureBody,
  success: { status: 202, body: erasure },
  errors: ['COMPLIANCE.ERASURE_LEAD_UNKNOWN', 'COMPLIANCE.ERASURE_HELD', 'COMPLIANCE.PERSON_TOO_LARGE'],
});

export const listErasuresQuery = z.strictObject({
  status: z.enum(['running', 'held', 'escalated', 'certified']).optional(),
  leadId: z.uuid().toLowerCase().optional(),
  /** The erasure that a request of somebody who is no lead began. */
  subjectRequestId: z.uuid().toLowerCase().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListErasuresQuery = z.infer<typeof listErasuresQuery>;

export const listErasures = defineRoute({
  operation: 'listErasures',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/erasures',
  summary: 'Erasures, latest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listErasuresQuery,
  success: { status: 200, body: z.object({ items: z.array(erasure), nextCursor: z.string().nullable() }) },
});

export const erasureParams = z.strictObject({ id: z.uuid() });

export const getErasure = defineRoute({
  operation: 'getErasure',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/erasures/:id',
  summary: 'One erasure, and how far it is.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: erasureParams,
  success: { status: 200, body: erasure },
  errors: ['COMPLIANCE.ERASURE_NOT_FOUND'],
});

export const getErasureCertificate = defineRoute({
  operation: 'getErasureCertificate',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/erasures/:id/certificate',
  summary: 'The signed proof of an erasure that is complete.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: erasureParams,
  success: { status: 200, body: erasureCertificate },
  errors: ['COMPLIANCE.ERASURE_NOT_FOUND', 'COMPLIANCE.ERASURE_NOT_CERTIFIED'],
});
