import { z } from 'zod';
import { CHANNELS, channel, lawfulBasis, PURPOSES, purpose } from '../../lead-fields.js';

const instant = z.iso.datetime();
/** Wall-clock time of a day; `24:00` is its end. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as `08:00`');

export const ISO_WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Hours in which a tenant lets its leads be contacted, on the clocks of the lead; only ever beside what the law says. */
export const contactHours = z
  .strictObject({
    channels: z.array(channel).min(1).max(CHANNELS.length),
    purposes: z.array(purpose).min(1).max(PURPOSES.length),
    /** ISO 8601: 1 is Monday. On days that are not named nobody is contacted. */
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
    /** First minute. */
    from: timeOfDay,
    /** First minute that is too late; before `from`, it is one of the day after. */
    until: timeOfDay,
  })
  .refine(({ from, until }) => from !== until && from !== '24:00', { message: 'must be a span of time', path: ['until'] })
  .meta({ id: 'ContactHours' });
export type ContactHours = z.infer<typeof contactHours>;

/** How often a tenant lets one lead be contacted. */
export const contactCap = z
  .strictObject({
    /** Counted together. */
    channels: z.array(channel).min(1).max(CHANNELS.length),
    purposes: z.array(purpose).min(1).max(PURPOSES.length),
    contacts: z.int().min(1).max(1_000),
    /** 31 days at most. */
    withinHours: z.int().min(1).max(744),
  })
  .meta({ id: 'ContactCap' });
export type ContactCap = z.infer<typeof contactCap>;

/** What a tenant demands beyond the rule sets. Nothing in it can make an answer milder than they are. */
export const contactPolicySettings = z.strictObject({
  /** Whether somebody must have stated consent (any basis), also where a rule set would do without: commercial e-mail in the USA, implied consent in Canada. */
  requiresStatedConsent: z.boolean(),
  hours: z.array(contactHours).max(20),
  caps: z.array(contactCap).max(20),
});
export type ContactPolicySettings = z.infer<typeof contactPolicySettings>;

export const contactPolicy = contactPolicySettings
  .extend({
    /** Grows by one with every change; the `ETag`. 1 while nothing was ever changed. */
    version: z.int().min(1),
    /** Null while nothing was ever changed. */
    updatedAt: instant.nullable(),
  })
  .meta({ id: 'ContactPolicy' });
export type ContactPolicy = z.infer<typeof contactPolicy>;

/** Where a person may be; null where nothing is known, so that every possibility counts. */
export const contactPlace = z.object({
  /** ISO 3166-1 alpha-2. */
  countries: z.array(z.string()).nullable(),
  /** States of the USA, two letters; null when the person may be in any. */
  states: z.array(z.string()).nullable(),
  /** IANA names. */
  zones: z.array(z.string()).nullable(),
  /** What it was drawn from. */
  evidence: z.array(z.enum(['time_zone', 'address', 'phone'])),
});
export type ContactPlace = z.infer<typeof contactPlace>;

/** Everything a decision depends on besides its rule set: from these alone it can be made again. No addresses, no names. */
export const decisionFacts = z
  .object({
    lead: z.object({ isKnown: z.boolean(), deletedAt: instant.nullable(), hasAddress: z.boolean() }),
    /** The statement that stands. */
    consent: z
      .object({
        state: z.enum(['given', 'withdrawn']),
        basis: lawfulBasis,
        statedAt: instant,
        /** When it ends by itself; absent when it does not. One that is over is no statement. */
        expiresAt: instant.optional(),
      })
      .nullable(),
    dncEntries: z.int().min(0),
    /** How many of these entries are for the domain of an e-mail address; absent when none is. */
    dncDomainEntries: z.int().min(1).optional(),
    /** When the first of those entries stops blocking; null when none ever does. */
    dncExpiresAt: instant.nullable(),
    /** Lists of numbers that the number stands on, or that cannot answer: too old, or not the present version; absent when none speaks against it. */
    dncLists: z.array(z.object({ source: z.string(), state: z.enum(['listed', 'stale', 'behind', 'not_loaded']) })).optional(),
    waitingOptOuts: z.int().min(0),
    /** Erasures of the person that are not complete; absent when there are none. */
    erasuresUnderWay: z.int().min(1).optional(),
    place: contactPlace,
    /** The last deal that was won; null when none is known. */
    purchasedAt: instant.nullable(),
    /** The last form that was sent; null when none is known. */
    inquiredAt: instant.nullable(),
    /** Contacts of the last 31 days that rules count: every one that was allowed, for whether it took place is not told here. */
    contacts: z.array(z.object({ channel, purpose, at: instant })),
    policy: contactPolicySettings.extend({ version: z.int().min(1) }),
  })
  .meta({ id: 'DecisionFacts' });
export type DecisionFacts = z.infer<typeof decisionFacts>;
