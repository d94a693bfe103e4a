import { MEMBER_ROLES, type MemberRole, type RouteContract } from '@leadstream/contracts';

/** Who holds which scope: the one place. `GET /v1/roles` prints it. */
const HOLDERS = {
  'leads:read': ['admin', 'manager', 'agent', 'analyst'],
  'leads:write': ['admin', 'manager', 'agent'],
  'engagement:read': ['admin', 'manager', 'agent', 'analyst'],
  'engagement:write': ['admin', 'manager', 'agent'],
  'email:read': ['admin', 'manager', 'agent', 'analyst'],
  'email:write': ['admin', 'manager'],
  'compliance:read': ['admin', 'manager', 'agent', 'analyst'],
  'compliance:write': ['admin', 'manager', 'agent'],
  'audit:read': ['admin'],
  'analytics:read': ['admin', 'manager', 'analyst'],
  'tenant:read': ['admin', 'manager', 'agent', 'analyst'],
  'tenant:write': ['admin', 'manager'],
  'members:read': ['admin', 'manager'],
  'members:write': ['admin'],
  'api-keys:read': ['admin'],
  'api-keys:write': ['admin'],
} as const satisfies Record<string, readonly MemberRole[]>;

export type Scope = keyof typeof HOLDERS;

export const SCOPES = Object.keys(HOLDERS) as readonly Scope[];

export const ROLE_SUMMARIES: Readonly<Record<MemberRole, string>> = {
  admin: 'Runs the tenant: everything, members and keys included.',
  manager: 'Leads a team: all business data, settings, e-mail set-up and figures; no members, no keys.',
  agent: 'Talks to leads: leads, engagement and consent.',
  analyst: 'Reads business data and figures; changes nothing.',
};

const scopesByRole = Object.fromEntries(MEMBER_ROLES.map((role) => [role, SCOPES.filter((scope) => rolesHolding(scope).includes(role))]));

export function scopesOfRole(role: MemberRole): readonly Scope[] {
  return scopesByRole[role] ?? [];
}

export function rolesHolding(scope: Scope): readonly MemberRole[] {
  return HOLDERS[scope];
}

export function isScope(value: string): value is Scope {
  return Object.hasOwn(HOLDERS, value);
}

/** Scopes of `granted` that `own` lacks; nobody may hand out more than they hold. */
export function exceeding(granted: readonly string[], own: readonly string[]): readonly string[] {
  return granted.filter((scope) => !own.includes(scope));
}

/** Operation ids that demand the scope, in the order of the routes. */
export function operationsOf(scope: Scope, routes: readonly RouteContract[]): readonly string[] {
  return routes.filter((route) => route.scope === scope).map((route) => route.operation);
}
