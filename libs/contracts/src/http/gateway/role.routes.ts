import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

/** What a member may be; each role is a fixed set of scopes. */
export const MEMBER_ROLES = ['admin', 'manager', 'agent', 'analyst'] as const;
export const memberRole = z.enum(MEMBER_ROLES);
export type MemberRole = z.infer<typeof memberRole>;

/** Right to read or to change one area: `leads:write`. */
export const accessScope = z.string().regex(/^[a-z]+(-[a-z]+)*:(read|write)$/, 'must be area:read or area:write');

/** Who may do what. */
export const roleMatrix = z
  .object({
    roles: z.array(z.object({ role: memberRole, summary: z.string(), scopes: z.array(accessScope) })),
    scopes: z.array(
      z.object({
        scope: accessScope,
        /** OpenAPI operation ids that demand the scope. */
        operations: z.array(z.string()),
        /** Roles that hold the scope. */
        roles: z.array(memberRole),
      }),
    ),
  })
  .meta({ id: 'RoleMatrix' });
export type RoleMatrix = z.infer<typeof roleMatrix>;

export const getRoles = defineRoute({
  operation: 'getRoles',
  owner: 'gateway',
  method: 'GET',
  path: '/v1/roles',
  summary: 'Roles, the scopes each one holds, and the operations each scope opens.',
  scope: 'tenant:read',
  rateClass: 'read',
  success: { status: 200, body: roleMatrix },
});
