import type { EventContract, EventOf } from '@leadstream/contracts';
import type { Actor, RequestContext } from '@leadstream/kernel';

const KINDS: Readonly<Record<Actor['kind'], string>> = { member: 'member', 'api-key': 'api-key', service: 'system' };

/**
 * Who is behind an event: whoever is behind the one that caused it, else whoever the work is done for, else the work itself.
 * @param causedBy the cause, where one batch handles many; else the context tells
 */
export function actorOf(
  producer: string,
  context: RequestContext | undefined,
  causedBy: Pick<EventOf<EventContract>, 'actor'> | undefined,
): string {
  const initiator = causedBy === undefined ? context?.initiator : causedBy.actor;
  if (initiator !== undefined) return initiator;
  return context === undefined ? `system:${producer}` : `${KINDS[context.actor.kind]}:${context.actor.id}`;
}
