import type { Channel } from '@leadstream/contracts';
import type { PeerWritten } from '../peer/crm-peer.js';
import type { LeadDuty, LeadPlan } from './push-plan.rules.js';

/** A record that is to say that nobody may write to its person on some channels. */
export interface Prohibition {
  readonly peerId: string;
  readonly email: string | null;
  readonly channels: readonly Channel[];
}

/** What the peer has to hear of people: of those that it is told nothing else of, and of those that it was told of, made a moment ago or refused. */
export function prohibitionsOf(duties: readonly LeadDuty[], plans: readonly LeadPlan[], written: readonly PeerWritten[]): Prohibition[] {
  const made = new Map(written.flatMap((one) => ('record' in one ? [[one.leadId, one.record.peerId] as const] : [])));
  const withheld = duties.flatMap((duty) => {
    const live = duty.kind === 'withheld' && duty.link?.state === 'live' ? duty.link : undefined;
    return live && duty.kind === 'withheld' ? [{ peerId: live.peerId, email: duty.lead.email, channels: duty.channels }] : [];
  });
  const told = plans.flatMap(({ lead, record, channels }) => {
    const peerId = made.get(lead.leadId) ?? record?.peerId;
    return peerId === undefined ? [] : [{ peerId, email: lead.email, channels }];
  });
  return [...withheld, ...told].filter(({ channels }) => channels.length > 0);
}
