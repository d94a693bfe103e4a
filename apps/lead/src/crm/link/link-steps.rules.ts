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
  return { leadId, peerId, state: 'live', reason: null, base, optedOut: [], optedOutElsewhere: [], inheritedFromLeadId: null, ...times };
}

/** The link of a lead that takes over the record of one that went into it. */
export function inherited(link: LinkRecord, from: LinkRecord): LinkRecord {
  return { ...link, inheritedFromLeadId: from.leadId };
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

/** Links by record: of several leads that had one, that of the lead that has it, or had it last. */
export function linksByPeer(links: Iterable<LinkRecord>): Map<string, LinkRecord> {
  const ascending = [...links].sort((one, other) => rankOf(one) - rankOf(other));
  return new Map(ascending.map((link) => [link.peerId, link]));
}

function rankOf({ state, reason }: LinkRecord): number {
  if (state === 'live') return 2;
  return reason === 'lead-merged' ? 0 : 1;
}

/** Whether a link became another one, of which others are told. */
export function isOtherLink(before: LinkRecord | undefined, { peerId, state, reason }: LinkRecord): boolean {
  return before?.peerId !== peerId || before.state !== state || before.reason !== reason;
}
