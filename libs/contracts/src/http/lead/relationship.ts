import { z } from 'zod';

/** Longest way from a lead that its graph shows. */
export const GRAPH_MAX_DEPTH = 4;
/** Most leads of one graph. */
export const GRAPH_MAX_NODES = 1_000;
/** Longest way that is looked for between two leads. */
export const PATH_MAX_HOPS = 20;
/** Types that a tenant may add. */
export const RELATIONSHIP_TYPES_MAX = 100;

const name = z
  .string()
  .max(50)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const actor = z.object({ kind: z.string(), id: z.string() });

/** Whom a relationship of the type makes weigh more: the end that reads `name`, the end that reads `inverse`, or both alike. */
export const INFLUENCES = ['from', 'to', 'both'] as const;

/** A kind of relationship: what one lead is to another, and what that one is to it. */
export const relationshipType = z
  .object({
    name: z.string(),
    /** The same as `name` where both read alike: `spouse`. */
    inverse: z.string(),
    influence: z.enum(INFLUENCES),
    /** Everybody has it; it cannot be removed. */
    isDefault: z.boolean(),
  })
  .meta({ id: 'RelationshipType' });
export type RelationshipType = z.infer<typeof relationshipType>;

export const createRelationshipTypeBody = z
  .strictObject({
    name,
    /** Left out where both ends read alike. */
    inverse: name.optional(),
    /** `both` unless said; always so where both ends read alike. */
    influence: z.enum(INFLUENCES).default('both'),
  })
  .meta({ id: 'CreateRelationshipType' });
export type CreateRelationshipType = z.infer<typeof createRelationshipTypeBody>;

export const createRelationshipBody = z
  .strictObject({
    /** What this lead is to the other one: a name or an inverse of `/v1/relationship-types`. */
    type: z.string().max(50),
    leadId: z.uuid(),
  })
  .meta({ id: 'CreateRelationship' });
export type CreateRelationship = z.infer<typeof createRelationshipBody>;

/** What one lead is to another, as read from the first. */
export const relationship = z
  .object({
    id: z.uuid(),
    /** What the lead that was asked for is to the other one. */
    type: z.string(),
    /** What the other one is to it. */
    inverse: z.string(),
    /** The other one. */
    leadId: z.uuid(),
    /** Who said so. */
    actor,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Relationship' });
export type Relationship = z.infer<typeof relationship>;

/** A lead as a drawing needs it. */
export const graphNode = z
  .object({
    id: z.uuid(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    company: z.string().nullable(),
    status: z.string(),
    /** Relationships between it and the lead that was asked for, on the shortest way. */
    hops: z.int().min(0),
  })
  .meta({ id: 'GraphNode' });
export type GraphNode = z.infer<typeof graphNode>;

/** `from` is to `to` what `type` says. */
export const graphEdge = z
  .object({ id: z.uuid(), from: z.uuid(), to: z.uuid(), type: z.string(), inverse: z.string() })
  .meta({ id: 'GraphEdge' });
export type GraphEdge = z.infer<typeof graphEdge>;

/** Leads around one, nearest first, and all relationships between them. */
export const leadGraph = z
  .object({
    leadId: z.uuid(),
    depth: z.int(),
    nodes: z.array(graphNode),
    edges: z.array(graphEdge),
    /** There are more leads or relationships within reach than are shown. */
    truncated: z.boolean(),
  })
  .meta({ id: 'LeadGraph' });
export type LeadGraph = z.infer<typeof leadGraph>;

/** A shortest way between two leads. */
export const leadPath = z
  .object({
    from: z.uuid(),
    to: z.uuid(),
    /** Relationships on the way; null when there is no way of 20 or less. */
    hops: z.int().min(1).nullable(),
    /** There is a way, but one of more than 20; `hops` is null then. */
    beyondLimit: z.boolean(),
    /** In the order of the way, both ends included. */
    nodes: z.array(graphNode),
    edges: z.array(graphEdge),
  })
  .meta({ id: 'LeadPath' });
export type LeadPath = z.infer<typeof leadPath>;

/** All leads that hang together with one, by their influence. */
export const leadGroup = z
  .object({
    leadId: z.uuid(),
    /** How many hang together. */
    size: z.int().min(1),
    /** Of the lead: PageRank over the group, whose scores come to 1. */
    influence01: z.number().min(0).max(1),
    /** Of the lead: 1 for the most influential. */
    rank: z.int().min(1),
    /** The most influential ones. */
    leaders: z.array(graphNode.omit({ hops: true }).extend({ influence01: z.number().min(0).max(1), rank: z.int().min(1) })),
  })
  .meta({ id: 'LeadGroup' });
export type LeadGroup = z.infer<typeof leadGroup>;
