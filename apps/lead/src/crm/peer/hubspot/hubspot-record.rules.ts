import { isUuid } from '@leadstream/kernel';
import { z } from 'zod';
import type { PeerRecord, PeerWrite } from '../crm-peer.js';

/** The unique property that holds the id of the lead. */
export const ID_PROPERTY = 'leadstream_id';
const MERGED_IDS = 'hs_merged_object_ids';
const OPTED_OUT = 'hs_email_optout';

export const hubspotRecord = z.object({
  id: z.string().min(1),
  properties: z.record(z.string(), z.string().nullable()),
  updatedAt: z.iso.datetime(),
});
export type HubspotRecord = z.infer<typeof hubspotRecord>;

/** Contacts have had a name of their own for it, from before the other kinds of records. */
export function modifiedProperty(object: string): string {
  return object === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
}

/** Properties to ask for. */
export function askedProperties(object: string, mapped: readonly string[]): string[] {
  return [...new Set([...mapped, 'email', ID_PROPERTY, MERGED_IDS, OPTED_OUT, modifiedProperty(object)])];
}

export function readRecord({ id, properties, updatedAt }: HubspotRecord, object: string): PeerRecord {
  const stated = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value === '' ? null : value]));
  const leadId = stated[ID_PROPERTY]?.toLowerCase();
  return {
    peerId: id,
    leadId: isUuid(leadId) ? leadId : null,
    modifiedAt: new Date(stated[modifiedProperty(object)] ?? updatedAt),
    properties: stated,
    optedOut: stated[OPTED_OUT] === 'true' ? ['email'] : [],
    mergedIds: (stated[MERGED_IDS] ?? '').split(';').filter((merged) => merged !== ''),
  };
}

/** Every value is text; a blank one clears. */
export function statedProperties({ leadId, properties }: PeerWrite): Record<string, string> {
  const texts = Object.entries(properties).map(([name, value]) => [name, value === null ? '' : String(value)]);
  return { ...Object.fromEntries(texts), [ID_PROPERTY]: leadId };
}
