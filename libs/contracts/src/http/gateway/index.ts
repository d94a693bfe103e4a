import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from './api-key.routes.js';
import { getLead360 } from './lead-360.routes.js';
import { addMember, getMember, listMembers } from './member.routes.js';
import { dryRunRetention } from './retention-dry-run.routes.js';
import { getRoles } from './role.routes.js';
import { getCurrentTenant } from './tenant.routes.js';

export * from './api-key.routes.js';
export * from './lead-360.routes.js';
export * from './member.routes.js';
export * from './retention-dry-run.routes.js';
export * from './role.routes.js';
export * from './tenant.routes.js';

export const gatewayRoutes = [
  getCurrentTenant,
  listMembers,
  getMember,
  addMember,
  getRoles,
  listApiKeys,
  getApiKey,
  createApiKey,
  revokeApiKey,
  getLead360,
  dryRunRetention,
] as const;
