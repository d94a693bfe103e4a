import { z } from 'zod';
import { filterCondition } from './filter.js';

const name = z.string().min(1).max(200);
/** A word of the tenant's own; lower-case, as it is compared. */
const word = z.string().trim().toLowerCase().min(1).max(60);
const words = z.array(word).max(50);
/** `09:00`; `24:00` ends a day. */
const clockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const workingSpan = z.strictObject({ from: clockTime, until: clockTime });
/** By day of the week, on the member's own clock; a day that is left out is free. */
export const workingHours = z
  .strictObject(
    Object.fromEntries(WEEKDAYS.map((day) => [day, z.array(workingSpan).max(6)])) as Record<Weekday, z.ZodArray<typeof workingSpan>>,
  )
  .partial();
export type WorkingHours = z.infer<typeof workingHours>;

const absence = z.strictObject({
  /** ISO 8601 with offset; the first instant away. */
  from: z.iso.datetime({ offset: true }),
  /** The first instant back. */
  until: z.iso.datetime({ offset: true }),
});

/** What decides which leads a member gets. */
export const distributionProfile = z
  .strictObject({
    /** Compared with what a rule demands. */
    skills: words.default([]),
    /** `de` for a country (ISO 3166-1 alpha-2), `us/california` for a region of it: compared with the address of a lead. */
    territories: words.default([]),
    /** BCP 47, compared by their first part: `de` also speaks `de-AT`. */
    languages: words.default([]),
    /** IANA name; days begin and hours count in it. */
    timeZone: z.string().max(100).default('UTC'),
    /** Null when the member takes leads at any hour. */
    workingHours: workingHours.nullable().default(null),
    /** Leads that are neither converted nor lost; null for no limit. */
    maxOpenLeads: z.int().min(0).max(1_000_000).nullable().default(null),
    /** Leads that are distributed to or claimed by the member in a day; null for no limit. */
    dailyQuota: z.int().min(0).max(1_000_000).nullable().default(null),
    absences: z.array(absence).max(100).default([]),
  })
  .meta({ id: 'DistributionProfile' });
export type DistributionProfile = z.infer<typeof distributionProfile>;

/** A member of the tenant as distribution knows it. */
export const distributionMember = z
  .object({
    id: z.uuid(),
    role: z.string(),
    /** Grows by one with every change of the profile; 0 before the first. */
    version: z.int().min(0),
    profile: distributionProfile,
    /** Leads that are neither converted nor lost. */
    openLeads: z.int().min(0),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'DistributionMember' });
export type DistributionMember = z.infer<typeof distributionMember>;

const poolFields = {
  name,
  /** Who gets leads; the weight counts where a rule distributes by weight. */
  members: z.array(z.strictObject({ memberId: z.uuid(), weight: z.int().min(1).max(1_000).default(1) })).max(100),
  /** Within which a member has to respond to a lead; null when nobody waits for it. */
  respondWithinMinutes: z.int().min(1).max(43_200).nullable(),
  /** How often a lead is given at most, the first time included, because nobody responded. */
  mostRounds: z.int().min(1).max(10),
};

/** Members between whom leads are distributed. */
export const distributionPool = z
  .object({ id: z.uuid(), version: z.int().min(1), ...poolFields, createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() })
  .meta({ id: 'DistributionPool' });
export type DistributionPool = z.infer<typeof distributionPool>;

export const createDistributionPoolBody = z
  .strictObject({
    ...poolFields,
    respondWithinMinutes: poolFields.respondWithinMinutes.default(null),
    mostRounds: poolFields.mostRounds.default(3),
  })
  .meta({ id: 'CreateDistributionPool' });
export type CreateDistributionPool = z.infer<typeof createDistributionPoolBody>;
export const patchDistributionPoolBody = z.strictObject(poolFields).partial().meta({ id: 'PatchDistributionPool' });
export type PatchDistributionPool = z.infer<typeof patchDistributionPoolBody>;

/** `claim` gives the lead to nobody: members of the pool take it. */
export const DISTRIBUTION_STRATEGIES = ['round-robin', 'weighted', 'least-busy', 'claim'] as const;
export type DistributionStrategy = (typeof DISTRIBUTION_STRATEGIES)[number];
/** In what a member has to be like the lead. */
export const DISTRIBUTION_MATCHES = ['territory', 'language', 'zone'] as const;
export type DistributionMatch = (typeof DISTRIBUTION_MATCHES)[number];

/** Leads for whom a pool is there, and how it is distributed among its members. */
export const distributionRule = z
  .strictObject({
    /** Kebab-case, unique in the set. */
    key: z.string().max(50),
    label: name,
    /** As in `POST /v1/leads/search`, without score, temperature, engagement, consent and prohibitions; null for every lead. */
    filter: z.unknown().meta({
      anyOf: [z.toJSONSchema(filterCondition, { io: 'input' }).$defs?.['FilterCondition'], { type: 'object' }, { type: 'null' }],
    }),
    poolId: z.uuid(),
    strategy: z.enum(DISTRIBUTION_STRATEGIES),
    /** That a member must have all of. */
    skills: words.default([]),
    /** `zone`: the clocks of both show the same. A lead of whom it is not known matches nobody. */
    match: z.array(z.enum(DISTRIBUTION_MATCHES)).max(3).default([]),
    /** Where no member can take the lead: it waits for one, or the next rule is asked. */
    otherwise: z.enum(['wait', 'next']).default('wait'),
  })
  .meta({ id: 'DistributionRule' });
export type StatedDistributionRule = z.infer<typeof distributionRule>;

/** Rules in the order in which they are asked; the first one that is for a lead counts. */
export const distributionRuleSet = z
  .object({
    id: z.uuid(),
    /** Which of the tenant's sets it is. A set never changes: another one is drafted. */
    number: z.int().min(1),
    name,
    /** Leads are distributed while one is active. */
    status: z.enum(['draft', 'active', 'retired']),
    rules: z.array(distributionRule),
    createdAt: z.iso.datetime(),
    activatedAt: z.iso.datetime().nullable(),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DistributionRuleSet' });
export type DistributionRuleSet = z.infer<typeof distributionRuleSet>;

export const createDistributionRuleSetBody = z
  .strictObject({ name, rules: z.array(distributionRule).min(1).max(100) })
  .meta({ id: 'CreateDistributionRuleSet' });
export type CreateDistributionRuleSet = z.infer<typeof createDistributionRuleSetBody>;

/** Why a member was not taken into account for a lead. */
export const DISTRIBUTION_REFUSALS = [
  'asked-before',
  'absent',
  'outside-hours',
  'skill',
  'territory',
  'language',
  'zone',
  'capacity',
  'quota',
] as const;
export type DistributionRefusal = (typeof DISTRIBUTION_REFUSALS)[number];

/** A member of the pool at the moment of a decision. */
export const assignmentCandidate = z
  .object({
    memberId: z.uuid(),
    weight: z.int().min(1),
    /** What the member is owed in a pool distributed by weight, and its last turn in the pool; 0 for none. */
    credit: z.int(),
    lastTurn: z.int().min(0),
    openLeads: z.int().min(0),
    givenToday: z.int().min(0),
    refusal: z.enum(DISTRIBUTION_REFUSALS).nullable(),
  })
  .meta({ id: 'AssignmentCandidate' });
export type AssignmentCandidate = z.infer<typeof assignmentCandidate>;

/** `rule`: distributed. `reassigned`: the one before did not respond. `hand`: by `PATCH .../owner`. `stated`: with other fields of the lead. */
export const ASSIGNMENT_WAYS = ['rule', 'claim', 'reassigned', 'hand', 'stated'] as const;
export type AssignmentWay = (typeof ASSIGNMENT_WAYS)[number];

/** A change of a lead's owner. */
export const leadAssignment = z
  .object({
    id: z.uuid(),
    /** The lead then; it may have gone into another one since. */
    leadId: z.uuid(),
    leadVersion: z.int().min(1),
    memberId: z.uuid().nullable(),
    previousMemberId: z.uuid().nullable(),
    way: z.enum(ASSIGNMENT_WAYS),
    strategy: z.enum(DISTRIBUTION_STRATEGIES).nullable(),
    ruleSetNumber: z.int().min(1).nullable(),
    ruleKey: z.string().nullable(),
    poolId: z.uuid().nullable(),
    /** Which time it was given, because nobody responded before. */
    round: z.int().min(1).nullable(),
    /** Who could have got it, and why not; null where no rule decided. */
    candidates: z.array(assignmentCandidate).nullable(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    assignedAt: z.iso.datetime(),
    /** Null when nobody waits for a response. `moot`: the owner changed before. */
    response: z
      .object({
        dueAt: z.iso.datetime(),
        outcome: z.enum(['waiting', 'responded', 'missed', 'moot']),
        settledAt: z.iso.datetime().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'LeadAssignment' });
export type LeadAssignment = z.infer<typeof leadAssignment>;

export const QUEUE_REASONS = ['new', 'nobody', 'no-rule', 'claim'] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];

/** A lead without owner that waits. */
export const queuedLead = z
  .object({
    leadId: z.uuid(),
    /** `nobody`: no member of the pool can take it now. `claim`: members of the pool may take it. */
    reason: z.enum(QUEUE_REASONS),
    poolId: z.uuid().nullable(),
    ruleKey: z.string().nullable(),
    enteredAt: z.iso.datetime(),
    /** When it is looked at next; null while it waits for somebody who claims it. */
    lookAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'QueuedLead' });
export type QueuedLead = z.infer<typeof queuedLead>;

/** How evenly a pool was served in a window. */
export const fairnessReport = z
  .object({
    poolId: z.uuid(),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    assignments: z.int().min(0),
    members: z.array(
      z.object({
        memberId: z.uuid(),
        /** At present; 0 for who is no member of the pool any more. */
        weight: z.int().min(0),
        assignments: z.int().min(0),
        /** Of all assignments, and what the weight entitles to; 0 to 1. */
        share01: z.number(),
        entitled01: z.number(),
        /** `share01 - entitled01` */
        deviation: z.number(),
        responded: z.int().min(0),
        missed: z.int().min(0),
      }),
    ),
    /** Gini coefficient of assignments by weight among present members: 0 when all got what they are entitled to. */
    gini: z.number().min(0).max(1),
    /** Most minus fewest assignments of present members. */
    spread: z.int().min(0),
  })
  .meta({ id: 'DistributionFairness' });
export type FairnessReport = z.infer<typeof fairnessReport>;

/** What a rule set would have made of leads that were distributed. */
export const distributionReplay = z
  .object({
    ruleSetNumber: z.int().min(1),
    leads: z.int().min(0),
    /** Leads that somebody else would have got, or nobody. */
    changed: z.int().min(0),
    members: z.array(z.object({ memberId: z.uuid(), before: z.int().min(0), after: z.int().min(0) })),
    /** Leads that nobody would have got at that moment. */
    unassigned: z.int().min(0),
    /** The first that change. */
    sample: z
      .array(
        z.object({
          leadId: z.uuid(),
          at: z.iso.datetime(),
          before: z.uuid().nullable(),
          after: z.uuid().nullable(),
          ruleKey: z.string().nullable(),
        }),
      )
      .max(20),
  })
  .meta({ id: 'DistributionReplay' });
export type DistributionReplay = z.infer<typeof distributionReplay>;

/** A decision made again from what was stored with it. */
export const assignmentReplay = z
  .object({
    assignmentId: z.uuid(),
    memberId: z.uuid().nullable(),
    recomputedMemberId: z.uuid().nullable(),
    isSame: z.boolean(),
  })
  .meta({ id: 'AssignmentReplay' });
export type AssignmentReplay = z.infer<typeof assignmentReplay>;
