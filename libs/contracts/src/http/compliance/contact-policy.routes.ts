import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel, purpose } from '../../lead-fields.js';
import { contactPolicy, contactPolicySettings } from './decision-facts.js';

export const readContactPolicy = defineRoute({
  operation: 'readContactPolicy',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/contact-policy',
  summary: 'What the tenant demands of contacts beyond the law; the version is the ETag.',
  scope: 'compliance:read',
  rateClass: 'read',
  success: { status: 200, body: contactPolicy },
});

export const putContactPolicy = defineRoute({
  operation: 'putContactPolicy',
  owner: 'compliance',
  method: 'PUT',
  path: '/v1/contact-policy',
  summary: 'Replace the policy as a whole. It adds to the rule sets and never makes an answer milder than they are.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: contactPolicySettings.meta({ id: 'PutContactPolicy' }),
  ifMatch: true,
  success: { status: 200, body: contactPolicy },
  errors: ['COMPLIANCE.CONTACT_POLICY_STALE'],
});

/** One rule that decisions heed. */
export const contactRule = z
  .object({
    id: z.string(),
    /** `consent`, `hours` or `cap`; readers must accept new ones. */
    kind: z.string(),
    /** What it says, in a sentence. */
    says: z.string(),
    /** Where it is written. */
    source: z.string(),
    /** `primary`: read in the law or an official copy. `secondary`: as others report it. `house`: our own, where no law was found. */
    provenance: z.enum(['primary', 'secondary', 'house']),
    version: z.int().min(1),
    validFrom: z.iso.datetime(),
    /** Countries (ISO 3166-1 alpha-2) where it holds; null means everywhere. */
    countries: z.array(z.string()).nullable(),
    /** State of the USA where it holds; null means all of them. */
    state: z.string().nullable(),
    channels: z.array(channel),
    purposes: z.array(purpose),
  })
  .meta({ id: 'ContactRule' });
export type ContactRule = z.infer<typeof contactRule>;

export const contactRules = z
  .object({
    ruleSetVersion: z.string(),
    /** Every rule set that can be asked for and rehearsed, the one that decides last. */
    ruleSetVersions: z.array(z.string()),
    items: z.array(contactRule),
  })
  .meta({ id: 'ContactRules' });
export type ContactRules = z.infer<typeof contactRules>;

export const listContactRulesQuery = z.strictObject({
  /** The one that decides when left out. */
  ruleSetVersion: z.string().max(100).optional(),
});
export type ListContactRulesQuery = z.infer<typeof listContactRulesQuery>;

export const listContactRules = defineRoute({
  operation: 'listContactRules',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/contact-rules',
  summary: 'The rules of the rule set in force, or of another one, each with its legal source.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listContactRulesQuery,
  success: { status: 200, body: contactRules },
  errors: ['COMPLIANCE.RULE_SET_UNKNOWN'],
});
