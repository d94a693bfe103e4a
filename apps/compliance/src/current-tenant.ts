import { currentContext, type Uuid } from '@leadstream/kernel';

/** Tenant of the request or message in work. */
export function currentTenantId(): Uuid {
  const context = currentContext();
  if (context === undefined) throw new Error('no request or message is in work');
  return context.tenantId;
}
