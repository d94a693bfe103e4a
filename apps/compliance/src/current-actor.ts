import { type Actor, currentContext } from '@leadstream/kernel';

/** Who makes the request in work; the service itself when there is none. */
export function currentActor(): Actor {
  return currentContext()?.actor ?? { kind: 'service', id: 'compliance' };
}
