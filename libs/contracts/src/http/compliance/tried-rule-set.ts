import { z } from 'zod';
import { CHANNELS, channel, PURPOSES, purpose } from '../../lead-fields.js';
import { timeOfDay } from './decision-facts.js';

const twoLetters = z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters');

const head = {
  /** Reasons name it; it begins with `draft-`, so that it is told from the rules that decide. */
  id: z
    .string()
    .max(60)
    .regex(/^draft(-[a-z0-9]+)+$/, 'must be lower-case and begin with `draft-`'),
  /** What it says, in a sentence. */
  says: z.string().trim().min(1).max(500),
  /** Countries (ISO 3166-1 alpha-2) where it holds; null means everywhere. */
  countries: z.array(twoLetters).min(1).max(250).nullable(),
  /** State of the USA where it holds; null means all of `countries`. */
  state: twoLetters.nullable(),
  channels: z.array(channel).min(1).max(CHANNELS.length),
  purposes: z.array(purpose).min(1).max(PURPOSES.length),
};

/** Hours of some days of the week, on the clocks of the lead. */
const openHours = z
  .strictObject({
    /** ISO 8601: 1 is Monday. */
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
    /** First minute. */
    from: timeOfDay,
    /** First minute that is too late; before `from`, it is one of the day after. */
    until: timeOfDay,
  })
  .refine(({ from, until }) => from !== until && from !== '24:00', { message: 'must be a span of time', path: ['until'] });

const triedConsentRule = z.strictObject({
  kind: z.literal('consent'),
  ...head,
  /** `consent`: a grant on the basis of consent; `statement`: one on any basis; `nothing`: silence is enough. A withdrawal outweighs each. */
  needs: z.enum(['consent', 'statement', 'nothing']),
  /** What else permits a contact: a purchase or an inquiry, for so many calendar months, for good when null. */
  alternatives: z
    .array(
      z.strictObject({ needsStatement: z.boolean(), since: z.enum(['purchase', 'inquiry']), months: z.int().min(1).max(1_200).nullable() }),
    )
    .max(10)
    .default([]),
});

const triedHoursRule = z
  .strictObject({
    kind: z.literal('hours'),
    ...head,
    /** A day that stands in none of them is closed. */
    open: z.array(openHours).min(1).max(7),
  })
  .refine(({ open }) => isDistinct(open.flatMap(({ weekdays }) => weekdays)), { message: 'must name no day twice', path: ['open'] });

const triedCapRule = z.strictObject({
  kind: z.literal('cap'),
  ...head,
  contacts: z.int().min(1).max(1_000),
  /** 31 days at most. */
  withinHours: z.int().min(1).max(744),
});

/** A rule of a draft: it holds from ever and decides nothing. */
export const triedRule = z
  .discriminatedUnion('kind', [triedConsentRule, triedHoursRule, triedCapRule])
  .refine(({ countries, state }) => state === null || countries !== null, { message: 'needs countries', path: ['state'] })
  .meta({ id: 'TriedRule' });
export type TriedRule = z.infer<typeof triedRule>;

const changes = {
  /** Rules that do not hold, by their ids. */
  without: z.array(z.string().min(1).max(100)).max(200).default([]),
  /** Rules that hold besides: one that is changed is left out, and stands here as it would be. */
  rules: z
    .array(triedRule)
    .max(50)
    .refine((rules) => isDistinct(rules.map(({ id }) => id)), { message: 'must name no rule twice' })
    .default([]),
};

/** What a draft changes of a rule set. */
export const ruleChanges = z.strictObject(changes).meta({ id: 'RuleChanges' });
export type RuleChanges = z.infer<typeof ruleChanges>;

/** The rule set that a draft is judged by when it is rehearsed, instead of the one that decides. */
export const triedRuleSet = z
  .strictObject({
    /** To begin with: one of `ruleSetVersions` of `GET /v1/contact-rules`. */
    version: z.string().min(1).max(100),
    ...changes,
  })
  .meta({ id: 'TriedRuleSet' });
export type TriedRuleSet = z.infer<typeof triedRuleSet>;

function isDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
