import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { memberRole } from './role.routes.js';

/** A person who works in a tenant. */
export const member = z
  .object({
    id: z.uuid(),
    /** Trimmed and lower-cased; once per tenant. */
    email: z.email(),
    role: memberRole,
    addedAt: z.iso.datetime(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof member>;

export const listMembersQuery = z.strictObject({
  role: memberRole.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListMembersQuery = z.infer<typeof listMembersQuery>;

export const listMembers = defineRoute({
  operation: 'listMembers',
  owner: 'gateway',
  method: 'GET',
  path: '/v1/members',
  summary: 'Members of the tenant, newest first.',
  scope: 'members:read',
  rateClass: 'read',
  query: listMembersQuery,
  success: { status: 200, body: z.object({ items: z.array(member), nextCursor: z.string().nullable() }) },
});

export const memberParams = z.strictObject({ id: z.uuid().toLowerCase() });

export const getMember = defineRoute({
  operation: 'getMember',
  owner: 'gateway',
  method: 'GET',
  path: '/v1/members/:id',
  summary: 'One member of the tenant.',
  scope: 'members:read',
  rateClass: 'read',
  params: memberParams,
  success: { status: 200, body: member },
  errors: ['GATEWAY.MEMBER_NOT_FOUND'],
});

export const addMemberBody = z.strictObject({
  email: z.string().trim().toLowerCase().max(320).pipe(z.email()),
  /** May not hold a scope that the caller lacks. */
  role: memberRole,
});
export type AddMemberBody = z.infer<typeof addMemberBody>;

export const addMember = defineRoute({
  operation: 'addMember',
  owner: 'gateway',
  method: 'POST',
  path: '/v1/members',
  summary: 'Add a person to the tenant.',
  scope: 'members:write',
  rateClass: 'write',
  body: addMemberBody,
  success: { status: 201, body: member },
  errors: ['GATEWAY.DUPLICATE_MEMBER', 'GATEWAY.SCOPE_EXCEEDED'],
});
