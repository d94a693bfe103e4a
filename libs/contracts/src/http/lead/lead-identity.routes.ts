import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { lead, leadIdParams } from './lead.js';
import { createLeadBody } from './lead.routes.js';

export const IDENTITY_KINDS = ['visitor', 'email', 'phone', 'external'] as const;

const visitorId = z.uuid().toLowerCase();

/** Something that a person is known by, beside what stands in the lead itself. */
export const leadIdentity = z
  .object({
    kind: z.enum(IDENTITY_KINDS),
    /** Normalised as in leads; of a visitor the id that a client made up for it. */
    value: z.string(),
    /** The lead it belongs to; differs from the one asked for when that one went into it. */
    leadId: z.uuid(),
    firstSeenAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
  })
  .meta({ id: 'LeadIdentity' });
export type LeadIdentity = z.infer<typeof leadIdentity>;

export const addLeadIdentityBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('visitor'), value: visitorId }),
    z.strictObject({ kind: z.literal('email'), value: z.string().max(320) }),
    z.strictObject({ kind: z.literal('phone'), value: z.string().max(50), phoneRegion: z.string().length(2).optional() }),
    z.strictObject({ kind: z.literal('external'), value: z.string().max(200) }),
  ])
  .meta({ id: 'AddLeadIdentity' });
export type AddLeadIdentity = z.infer<typeof addLeadIdentityBody>;

export const addLeadIdentity = defineRoute({
  operation: 'addLeadIdentity',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/identities',
  summary: 'Say what else a lead is known by; saying it again only tells when it was seen.',
  scope: 'leads:write',
  rateClass: 'write',
  params: leadIdParams,
  body: addLeadIdentityBody,
  success: { status: 200, body: leadIdentity },
  errors: [
    'LEAD.NOT_FOUND',
    'LEAD.INVALID',
    'LEAD.IDENTITY_TAKEN',
    'LEAD.DUPLICATE_EMAIL',
    'LEAD.DUPLICATE_PHONE',
    'LEAD.DUPLICATE_EXTERNAL_ID',
  ],
});

export const listLeadIdentities = defineRoute({
  operation: 'listLeadIdentities',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/identities',
  summary: 'What a lead is known by beside its own e-mail, phone and external id, those of merged leads included; first seen first.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  success: { status: 200, body: z.object({ items: z.array(leadIdentity), nextCursor: z.null() }).meta({ id: 'LeadIdentityPage' }) },
  errors: ['LEAD.NOT_FOUND'],
});

export const identifyVisitorBody = z
  .strictObject({
    /** What was recorded under it as a lead's id belongs to the lead from then on. Of a person that was erased: refused (`visitor.erased`), make a new one. */
    visitorId,
    /**
     * What the visitor said. Fills what the lead does not know, members and custom fields one by one, and takes it nowhere else in its lifecycle;
     * a new lead gets the defaults of custom fields and needs those that are required. Identifiers other than the lead's own are added to its identities.
     */
    lead: createLeadBody.omit({ consents: true, capturedAt: true, tagIds: true }).default({}),
  })
  .meta({ id: 'IdentifyVisitor' });
export type IdentifyVisitor = z.infer<typeof identifyVisitorBody>;

export const identifyVisitor = defineRoute({
  operation: 'identifyVisitor',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/identify',
  summary: 'Make a visitor a lead: the one it is known as, else the one that has what it states, else a new one.',
  scope: 'leads:write',
  rateClass: 'write',
  body: identifyVisitorBody,
  success: { status: 200, body: z.object({ lead, created: z.boolean() }).meta({ id: 'IdentifiedVisitor' }) },
  errors: [
    'LEAD.INVALID',
    'LEAD.IDENTITY_TAKEN',
    'LEAD.DUPLICATE_EMAIL',
    'LEAD.DUPLICATE_PHONE',
    'LEAD.DUPLICATE_EXTERNAL_ID',
    'LEAD.DUPLICATE_CUSTOM_VALUE',
  ],
});
