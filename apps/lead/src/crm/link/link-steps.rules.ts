import type { PeerRecord } from '../peer/crm-peer.js';
import type { LinkBase } from '../reconcile/reconcile.rules.js';
import type { LinkEnd, LinkRecord } from './crm-link.js';

/** A new link. */
export function linked(
  leadId: string,
  { peerId, modifiedAt }: Pick<PeerRecord, 'peerId' | 'modifiedAt'>,
  base: LinkBase,
  now: Date,
): LinkRecord {
  const times = { peerModifiedAt: modifiedAt, linkedAt: now, changedAt: now };
  return { leadId, peerId, state: 'live', reason: null, base, optedOut: [], optedOutElsewhere: [], ...times };
}

/** A link that is good (again), with this record. */
export function relinked(
  link: LinkRecord,
  { peerId, modifiedAt }: Pick<PeerRecord, 'peerId' | 'modifiedAt'>,
  base: LinkBase,
  now: Date,
): LinkRecord {
  const isOther = link.state !== 'live' || link.peerId !== peerId;
  return { ...link, peerId, state: 'live', reason: null, base, peerModifiedAt: modifiedAt, changedAt: isOther ? now : link.changedAt };
}

export function ended(link: LinkRecord, reason: LinkEnd, now: Date): LinkRecord {
  return { ...link, state: 'ended', reason, changedAt: now };
}

/** Whether a link became another one, of which others are told. */
export function isOtherLink(before: LinkRecord | undefined, { peerId, state, reason }: LinkRecord): boolean {
  return before?.peerId !== peerId || before.state !== state || before.reason !== reason;
}
