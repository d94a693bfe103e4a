import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { leadIdParams, pageQuery } from './lead.js';
import {
  createRelationshipBody,
  createRelationshipTypeBody,
  GRAPH_MAX_DEPTH,
  GRAPH_MAX_NODES,
  leadGraph,
  leadGroup,
  leadPath,
  relationship,
  relationshipType,
} from './relationship.js';

/** Names or inverses of types with commas between them; every type unless said. Either word means the whole type. */
const types = z.string().max(1_000).optional();

export const listRelationshipTypes = defineRoute({
  operation: 'listRelationshipTypes',
  owner: 'lead',
  method: 'GET',
  path: '/v1/relationship-types',
  summary: 'Kinds of relationships: those that everybody has, then those of the tenant by name.',
  scope: 'leads:read',
  rateClass: 'read',
  success: { status: 200, body: z.object({ items: z.array(relationshipType) }).meta({ id: 'RelationshipTypeList' }) },
});

export const createRelationshipType = defineRoute({
  operation: 'createRelationshipType',
  owner: 'lead',
  method: 'POST',
  path: '/v1/relationship-types',
  summary: 'Add a kind of relationship, 100 a tenant at most.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createRelationshipTypeBody,
  success: { status: 201, body: relationshipType },
  errors: ['LEAD.RELATIONSHIP_TYPE_TAKEN', 'LEAD.RELATIONSHIP_TYPE_LIMIT'],
});

export const readRelationshipType = defineRoute({
  operation: 'readRelationshipType',
  owner: 'lead',
  method: 'GET',
  path: '/v1/relationship-types/:name',
  summary: 'One kind of relationship, by its name; the inverse is none.',
  scope: 'leads:read',
  rateClass: 'read',
  params: z.strictObject({ name: z.string().max(50) }),
  success: { status: 200, body: relationshipType },
  errors: ['LEAD.RELATIONSHIP_TYPE_NOT_FOUND'],
});

export const deleteRelationshipType = defineRoute({
  operation: 'deleteRelationshipType',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/relationship-types/:name',
  summary: 'Remove a kind of relationship that is in no use.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: z.strictObject({ name: z.string().max(50) }),
  success: { status: 204 },
  errors: ['LEAD.RELATIONSHIP_TYPE_NOT_FOUND', 'LEAD.RELATIONSHIP_TYPE_USED'],
});

export const createRelationship = defineRoute({
  operation: 'createRelationship',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/relationships',
  summary: 'Say what this lead is to another one; the other one shows the inverse.',
  scope: 'leads:write',
  rateClass: 'write',
  params: leadIdParams,
  body: createRelationshipBody,
  success: { status: 201, body: relationship },
  errors: ['LEAD.NOT_FOUND', 'LEAD.RELATIONSHIP_TYPE_UNKNOWN', 'LEAD.RELATIONSHIP_TO_ITSELF', 'LEAD.RELATIONSHIP_EXISTS'],
});

export const listRelationships = defineRoute({
  operation: 'listRelationships',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/relationships',
  summary: 'What the lead is to others, latest first. Deleted leads are left out; of a merged one its survivor is shown.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({ ...pageQuery, types }),
  success: {
    status: 200,
    body: z.object({ items: z.array(relationship), nextCursor: z.string().nullable() }).meta({ id: 'RelationshipPage' }),
  },
  errors: ['LEAD.NOT_FOUND', 'LEAD.RELATIONSHIP_TYPE_UNKNOWN'],
});

export const readRelationship = defineRoute({
  operation: 'readRelationship',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/relationships/:relationshipId',
  summary: 'What the lead is to another one, by the id that either of them shows it under.',
  scope: 'leads:read',
  rateClass: 'read',
  params: z.strictObject({ id: z.uuid(), relationshipId: z.uuid() }),
  success: { status: 200, body: relationship },
  errors: ['LEAD.NOT_FOUND', 'LEAD.RELATIONSHIP_NOT_FOUND'],
});

export const deleteRelationship = defineRoute({
  operation: 'deleteRelationship',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/leads/:id/relationships/:relationshipId',
  summary: 'Two leads are no longer what they were to each other; gone for both.',
  scope: 'leads:write',
  rateClass: 'write',
  params: z.strictObject({ id: z.uuid(), relationshipId: z.uuid() }),
  success: { status: 204 },
  errors: ['LEAD.NOT_FOUND', 'LEAD.RELATIONSHIP_NOT_FOUND'],
});

export const readLeadGraph = defineRoute({
  operation: 'readLeadGraph',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/graph',
  summary: 'Leads around one, and what they are to each other, for drawing.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({
    depth: z.coerce.number().int().min(1).max(GRAPH_MAX_DEPTH).default(1),
    types,
    /** Leads that are shown at most, nearest first. */
    limit: z.coerce.number().int().min(1).max(GRAPH_MAX_NODES).default(200),
  }),
  success: { status: 200, body: leadGraph },
  errors: ['LEAD.NOT_FOUND', 'LEAD.RELATIONSHIP_TYPE_UNKNOWN'],
});

export const findLeadPath = defineRoute({
  operation: 'findLeadPath',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/graph/path',
  summary: 'A shortest way from one lead to another.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({ to: z.uuid(), types }),
  success: { status: 200, body: leadPath },
  errors: ['LEAD.NOT_FOUND', 'LEAD.RELATIONSHIP_TO_ITSELF', 'LEAD.RELATIONSHIP_TYPE_UNKNOWN', 'LEAD.GRAPH_TOO_LARGE'],
});

export const readLeadGroup = defineRoute({
  operation: 'readLeadGroup',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/graph/group',
  summary: 'The leads that hang together with one, however far away, by influence.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({ types, limit: z.coerce.number().int().min(1).max(GRAPH_MAX_NODES).default(50) }),
  success: { status: 200, body: leadGroup },
  errors: ['LEAD.NOT_FOUND', 'LEAD.RELATIONSHIP_TYPE_UNKNOWN', 'LEAD.GRAPH_TOO_LARGE'],
});

export const relationshipRoutes = [
  listRelationshipTypes,
  createRelationshipType,
  readRelationshipType,
  deleteRelationshipType,
  createRelationship,
  listRelationships,
  readRelationship,
  deleteRelationship,
  readLeadGraph,
  findLeadPath,
  readLeadGroup,
] as const;
