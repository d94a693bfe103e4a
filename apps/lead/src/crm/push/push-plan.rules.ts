import type { Channel, CrmFieldMapping } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { CrmSettings } from '../connection/crm-connection.js';
import type { LinkRecord } from '../link/crm-link.js';
import type { PeerKeys, PeerRecord, PeerWrite } from '../peer/crm-peer.js';
import { leadValues } from '../reconcile/both-sides.rules.js';
import { unfitCode } from '../reconcile/field-place.rules.js';
import { heldOf, takenValue, toldValue, untoldCode, type ValueFacts } from '../reconcile/field-values.rules.js';
import { type InStep, type LinkBase, type PlannedValue, reconcile, type Reconciliation } from '../reconcile/reconcile.rules.js';
import type { ToldLead } from './told-lead.js';
import { forbiddenChannels, type Permissions, withholding } from './withholding.rules.js';

/** What is to become of a lead before the peer is asked about it. */
export type LeadDuty =
  | {
      readonly kind: 'tell';
      readonly lead: ToldLead;
      readonly link: LinkRecord | undefined;
      /** Channels of which the peer has yet to hear that nobody may write there, though elsewhere somebody may. */
      readonly channels: readonly Channel[];
    }
  | { readonly kind: 'merged'; readonly lead: ToldLead; readonly survivorId: Uuid; readonly link: LinkRecord | undefined }
  | { readonly kind: 'deleted'; readonly lead: ToldLead; readonly link: LinkRecord | undefined }
  | {
      readonly kind: 'withheld';
      readonly lead: ToldLead;
      readonly code: string;
      readonly link: LinkRecord | undefined;
      /** Channels of which the peer has yet to hear that nobody may write there. */
      readonly channels: readonly Channel[];
    };

/** @param permissions of this lead */
export function dutyOf(
  lead: ToldLead,
  link: LinkRecord | undefined,
  permissions: Permissions,
  { tells }: Pick<CrmSettings, 'tells'>,
): LeadDuty {
  if (lead.deletedAt !== null) {
    return lead.mergedInto === null ? { kind: 'deleted', lead, link } : { kind: 'merged', lead, survivorId: lead.mergedInto, link };
  }
  const isOver = link?.state === 'ended' && (link.reason === 'record-removed' || link.reason === 'record-merged');
  if (isOver) return { kind: 'withheld', lead, link, code: link.reason, channels: [] };
  const code = withholding(lead, permissions, tells);
  const heard = link && !isForsaken(link) ? link.optedOut : [];
  const channels = forbiddenChannels(permissions).filter((channel) => !heard.includes(channel));
  if (code === null) return { kind: 'tell', lead, link, channels };
  return { kind: 'withheld', lead, link, code, channels: link?.state === 'live' ? channels : [] };
}

/** Whether the record may have been archived with the lead that it was of: then the lead, which is back, is as good as new there. */
const isForsaken = ({ reason }: LinkRecord): boolean => reason === 'lead-deleted';

type Telling = Extract<LeadDuty, { kind: 'tell' }>;

/** What the records of leads can be found by. */
export function keysOf(tellings: readonly Telling[]): PeerKeys {
  const strangers = tellings.filter(({ link }) => link === undefined || isForsaken(link)).map(({ lead }) => lead);
  return {
    peerIds: tellings.flatMap(({ link }) => link?.peerId ?? []),
    leadIds: strangers.map(({ leadId }) => leadId),
    emails: strangers.flatMap(({ email }) => email ?? []),
  };
}

/** What the peer is told of one lead. */
export interface LeadPlan {
  readonly lead: ToldLead;
  readonly link: LinkRecord | undefined;
  readonly record: PeerRecord | undefined;
  readonly plan: Reconciliation;
  /** Channels of which the record does not say yet that nobody may write there. */
  readonly channels: readonly Channel[];
  /** Why nothing is written; undefined when something is, or nothing has to be. */
  readonly code: string | undefined;
  readonly write: PeerWrite | undefined;
}

/** @param owners leads of records that are linked already, by record */
export function planLeads(
  tellings: readonly Telling[],
  found: readonly PeerRecord[],
  owners: ReadonlyMap<string, Uuid>,
  settings: CrmSettings,
  facts: ValueFacts,
): LeadPlan[] {
  const claimed = new Set<string>();
  return tellings.map((telling) => {
    const record = recordOf(telling, found);
    const owner = record && owners.get(record.peerId);
    const isOwn = owner === undefined || owner === telling.lead.leadId || owner === telling.link?.leadId;
    const isTaken = record !== undefined && (claimed.has(record.peerId) || !isOwn);
    if (record && !isTaken) claimed.add(record.peerId);
    return planLead(telling, record, isTaken, settings, facts);
  });
}

function recordOf({ lead, link }: Telling, found: readonly PeerRecord[]): PeerRecord | undefined {
  const own = link && recordOfLink(link, found);
  if (link && (own || !isForsaken(link))) return own;
  const sameEmail = ({ properties }: PeerRecord): boolean =>
    lead.email !== null && (properties['email'] ?? properties['Email'])?.trim().toLowerCase() === lead.email;
  return (
    found.find(({ leadId }) => leadId === lead.leadId) ??
    found.find((record) => record.leadId === null && sameEmail(record)) ??
    found.find(sameEmail)
  );
}

function recordOfLink(link: LinkRecord, found: readonly PeerRecord[]): PeerRecord | undefined {
  return found.find(({ peerId, mergedIds }) => peerId === link.peerId || mergedIds.includes(link.peerId));
}

function planLead(
  { lead, link: known, channels: forbidden }: Telling,
  record: PeerRecord | undefined,
  isTaken: boolean,
  settings: CrmSettings,
  facts: ValueFacts,
): LeadPlan {
  const { mapping } = settings;
  const isGone = known !== undefined && isForsaken(known) && (!record || !recordOfLink(known, [record]));
  const link = isGone ? undefined : known;
  const nothing: Reconciliation = { toLead: [], toPeer: [], conflicts: [], problems: [], untold: [], settled: {} };
  const without = (code: string): LeadPlan => ({ lead, link, record, plan: nothing, channels: [], code, write: undefined });
  const channels = forbidden.filter((channel) => !record?.optedOut.includes(channel));
  if (isTaken) return without('linked-elsewhere');
  if (!record) {
    if (link) return without('record-missing');
    if (!settings.createsRecords) return without('not-created');
    const { toPeer, untold } = newValues(lead, mapping, facts);
    const write = writeOf(lead.leadId, undefined, toPeer, mapping, facts);
    return { lead, link, record, plan: { ...nothing, toPeer, untold }, channels, code: undefined, write };
  }
  const plan = reconcile({ lead, record, base: knownBase(lead, link) }, mapping, facts);
  const isStranger = record.leadId !== lead.leadId;
  const write = plan.toPeer.length > 0 || isStranger ? writeOf(lead.leadId, record.peerId, plan.toPeer, mapping, facts) : undefined;
  return { lead, link, record, plan, channels, code: undefined, write };
}

function newValues(lead: ToldLead, mapping: readonly CrmFieldMapping[], facts: ValueFacts): Pick<Reconciliation, 'toPeer' | 'untold'> {
  const values = leadValues(mapping, lead, facts);
  const stated = mapping
    .filter(({ direction }) => direction !== 'pull')
    .map(({ field, property }) => ({ field, property, from: null, to: values.get(field) ?? null }))
    .filter(({ to }) => to !== null);
  const codeOf = ({ field, to }: PlannedValue): string | undefined =>
    unfitCode(field, facts.custom.definitions) ?? untoldCode(field, to, facts);
  return {
    toPeer: stated.filter((planned) => codeOf(planned) === undefined),
    untold: stated.flatMap((planned) => {
      const code = codeOf(planned);
      return code === undefined ? [] : [{ field: planned.field, code }];
    }),
  };
}

function writeOf(
  leadId: Uuid,
  peerId: string | undefined,
  values: readonly PlannedValue[],
  mapping: readonly CrmFieldMapping[],
  facts: ValueFacts,
): PeerWrite {
  const told = values.flatMap(({ field, property, to }) => {
    const mapped = mapping.find((one) => one.field === field);
    return mapped ? [[property, toldValue(mapped, to, facts)] as const] : [];
  });
  return { leadId, peerId, properties: Object.fromEntries(told) };
}

/** What both sides have after a write: ours as it was told, theirs as the peer has it now. */
export function writtenValues(
  { plan }: LeadPlan,
  written: Pick<PeerRecord, 'properties'>,
  mapping: readonly CrmFieldMapping[],
  facts: ValueFacts,
): InStep[] {
  return plan.toPeer.flatMap(({ field, property, to }) => {
    const mapped = mapping.find((one) => one.field === field);
    if (!mapped) return [];
    const raw = written.properties[property] ?? null;
    return [{ field, ours: to, theirs: heldOf(takenValue(mapped, raw, facts), raw), isTold: true }];
  });
}

/** The base of a link before the write. */
export const baseOf = ({ lead, link, plan }: LeadPlan): LinkBase => ({ ...knownBase(lead, link), ...plan.settled });

/** What a lead that went into another one had in common with the record says nothing of that one. */
function knownBase({ leadId }: ToldLead, link: LinkRecord | undefined): LinkBase {
  return link?.leadId === leadId ? link.base : {};
}
