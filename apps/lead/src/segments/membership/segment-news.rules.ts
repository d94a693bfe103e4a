import type { Uuid } from '@leadstream/kernel';
import type { Touched } from './compiled-segment.js';
import type { SegmentEvent, SegmentNews } from './segment-news.js';

/** Changes with every version of a lead. */
const EACH_VERSION = 'updatedAt';
/** What prohibitions are looked up by. */
const ADDRESSES = ['email', 'phone'];

/** Whom an event concerns, and what of them it may have changed. */
export function newsOf(event: SegmentEvent): SegmentNews {
  const [leadIds, touched] = concerned(event);
  const isOfMerge = event.type === 'lead.merged' || event.type === 'lead.unmerged';
  return { leadIds, touched, causedBy: event, ...(isOfMerge && { isOfMerge }) };
}

function concerned(event: SegmentEvent): readonly [readonly Uuid[], Touched] {
  switch (event.type) {
    case 'lead.updated':
      return [[event.data.leadId], new Set(updated(event.data.changed))];
    case 'lead.status-changed':
      return [[event.data.leadId], new Set(['status', 'statusChangedAt', EACH_VERSION])];
    case 'lead.temperature-changed':
      return [[event.data.leadId], new Set(['temperature'])];
    case 'lead.merged':
    case 'lead.unmerged':
      return [[event.data.leadId, event.data.survivorId], 'all'];
    case 'interaction.recorded':
      return [[event.data.leadId], new Set([`engagement.interaction.${event.data.kind}`])];
    case 'message.state-changed':
      return ofMessage(event.data.leadId, event.data.to);
    case 'message.engaged':
      return ofMessage(event.data.leadId, event.data.act);
    case 'lead-form.submitted':
      return [[event.data.leadId], new Set(['engagement.form.submitted'])];
    case 'lead-identity.added':
    case 'lead-identity.removed':
      return [[event.data.leadId], new Set(['dnc'])];
    case 'consent.changed':
    case 'consent.expired':
      return [[event.data.leadId], new Set(['consent'])];
    default:
      return [[event.data.leadId], 'all'];
  }
}

function ofMessage(leadId: Uuid | null, word: string): readonly [readonly Uuid[], Touched] {
  return [leadId === null ? [] : [leadId], new Set([`engagement.message.${word}`])];
}

function updated(changed: readonly string[]): string[] {
  const names = changed.map((name) => name.split('.', 1)[0] ?? name);
  return [...names, EACH_VERSION, ...(names.some((name) => ADDRESSES.includes(name)) ? ['dnc'] : [])];
}
