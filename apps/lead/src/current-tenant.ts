import { currentContext, type RequestContext, type Uuid } from '@leadstream/kernel';

/** Who is at work, and by which request or import. */
export function currentCaller(): RequestContext {
  const context = currentContext();
  if (context === undefined) throw new Error('no request or import is in work');
  return context;
}

/** Tenant of the request or import in work. */
export function currentTenantId(): Uuid {
  return currentCaller().tenantId;
}
