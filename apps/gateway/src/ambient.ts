import { currentContext, type RequestContext } from '@leadstream/kernel';

/** The caller of the request being handled. */
export function ambientCaller(): RequestContext {
  const context = currentContext();
  if (!context) throw new Error('there is no ambient context: this runs inside a request only');
  return context;
}
