import type {
  leadIdentityAddedV1,
  leadIdentityRemovedV1,
  leadCapturedV1,
  leadDeletedV1,
  leadErasedV1,
  leadMergedV1,
  leadRestoredV1,
  leadUnmergedV1,
  leadUpdatedV1,
  visitorIdentifiedV1,
} from '@leadstream/contracts';
import type { EventOfAny } from '@leadstream/messaging';
import type { KnownLead, LeadFamily } from './known-lead.js';

/** The events that say where a lead can be reached, or that it is gone. */
export type LeadEvent = EventOfAny<
  | typeof leadCapturedV1
  | typeof leadUpdatedV1
  | typeof leadDeletedV1
  | typeof leadErasedV1
  | typeof leadRestoredV1
  | typeof leadMergedV1
  | typeof leadUnmergedV1
  | typeof visitorIdentifiedV1
  | typeof leadIdentityAddedV1
  | typeof leadIdentityRemovedV1
>;

/**
 * What an event says of its lead. A deletion or erasure leaves a lead without addresses; a merged one keeps them, since who may not be reached there may
 * not be reached as the survivor. An identified visitor is as good as a lead that went into another one, and so is whoever has a further address of one.
 */
export function knownLeadOf({ sequence, type, data }: LeadEvent): KnownLead {
  const { leadId } = data;
  if (type === 'lead.deleted') return { ...NOTHING, leadId, sequence, deletedAt: new Date(data.deletedAt) };
  if (type === 'lead.erased') return { ...NOTHING, leadId, sequence, deletedAt: new Date(data.erasedAt) };
  if (type === 'visitor.identified') {
    return { ...NOTHING, leadId: data.visitorId, sequence, deletedAt: new Date(data.identifiedAt), mergedInto: leadId };
  }
  if (type === 'lead-identity.added') {
    const { identityId, kind, value } = data;
    const reached = { email: kind === 'email' ? value : null, phone: kind === 'phone' ? value : null };
    return { ...NOTHING, ...reached, leadId: identityId, sequence, deletedAt: new Date(data.addedAt), mergedInto: leadId };
  }
  if (type === 'lead-identity.removed') return { ...NOTHING, leadId: data.identityId, sequence, deletedAt: new Date(data.removedAt) };
  const lead = { ...NOTHING, ...placesIn(data), leadId, sequence };
  return type === 'lead.merged' ? { ...lead, deletedAt: new Date(data.mergedAt), mergedInto: data.survivorId } : lead;
}

const NOTHING = { email: null, phone: null, timeZone: null, country: null, region: null, deletedAt: null, mergedInto: null };
const COUNTRY = /^[A-Z]{2}$/;

type Placeless = 'lead.deleted' | 'lead.erased' | 'visitor.identified' | 'lead-identity.added' | 'lead-identity.removed';
type ToldLead = Exclude<LeadEvent, { readonly type: Placeless }>['data'];

function placesIn({ email, phone, timeZone, address }: ToldLead): Pick<KnownLead, 'email' | 'phone' | 'timeZone' | 'country' | 'region'> {
  const country = address?.country ?? '';
  return { email, phone, timeZone, country: COUNTRY.test(country) ? country : null, region: address?.region ?? null };
}

/** The newest state of each lead among several, in any order. */
export function newestOfEach(leads: readonly KnownLead[]): KnownLead[] {
  const newest = new Map<string, KnownLead>();
  for (const lead of leads) {
    const known = newest.get(lead.leadId);
    if (known === undefined || known.sequence < lead.sequence) newest.set(lead.leadId, lead);
  }
  return [...newest.values()];
}

/**
 * Addresses that leads have now and had not before, each once.
 * @param before what was known of the leads
 * @param newest one of each lead; what is older than what was known gains nothing
 */
export function gainedAddresses(
  before: readonly Pick<KnownLead, 'leadId' | 'sequence' | 'email' | 'phone'>[],
  newest: readonly KnownLead[],
): { kind: 'email' | 'phone'; value: string }[] {
  const known = new Map(before.map((lead) => [lead.leadId, lead]));
  const gained = newest.flatMap((lead) => {
    const had = known.get(lead.leadId);
    if (had !== undefined && had.sequence >= lead.sequence) return [];
    return (['email', 'phone'] as const).flatMap((kind) => {
      const value = lead[kind];
      return value === null || value === had?.[kind] ? [] : [{ kind, value }];
    });
  });
  return [...new Map(gained.map((one) => [`${one.kind}:${one.value}`, one])).values()];
}

/** Under which ids a person's facts stand. The lead itself need not be known. */
export function familyIds(leadId: string, { merged }: LeadFamily): string[] {
  return [leadId, ...merged.map((lead) => lead.leadId)];
}

/** Where a person can be reached, by each lead that it was. */
export function addressesOf({ lead, merged }: LeadFamily): Pick<KnownLead, 'email' | 'phone'>[] {
  return [lead ?? { email: null, phone: null }, ...merged];
}
