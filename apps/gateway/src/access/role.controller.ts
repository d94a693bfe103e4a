import { Controller } from '@nestjs/common';
import { allRoutes, getRoles, MEMBER_ROLES, type RoleMatrix } from '@leadstream/contracts';
import { Route } from '@leadstream/http';
import { operationsOf, ROLE_SUMMARIES, rolesHolding, SCOPES, scopesOfRole } from './access.rules.js';

@Controller()
export class RoleController {
  @Route(getRoles)
  matrix(): RoleMatrix {
    return {
      roles: MEMBER_ROLES.map((role) => ({ role, summary: ROLE_SUMMARIES[role], scopes: [...scopesOfRole(role)] })),
      scopes: SCOPES.map((scope) => ({ scope, operations: [...operationsOf(scope, allRoutes)], roles: [...rolesHolding(scope)] })),
    };
  }
}
