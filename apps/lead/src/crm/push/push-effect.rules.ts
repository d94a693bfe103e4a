import type { CrmCounts, CrmFieldConflict, CrmOutcome } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { CrmSettings } from '../connection/crm-connection.js';
import type { LinkChange, LinkRecord } from '../link/crm-link.js';
import { freshOptOuts, optOutStated, withOptOuts } from '../link/opt-out.rules.js';
import { ended, inherited, isOtherLink, linked, relinked } from '../link/link-steps.rules.js';
import type { PeerWritten } from '../peer/crm-peer.js';
import type { ValueFacts } from '../reconcile/field-values.rules.js';
import { basedOn, conflictsOf } from '../reconcile/reconcile.rules.js';
import type { SyncNote } from '../run/sync-run.js';
import { countsOf } from '../run/tally.rules.js';
import { baseOf, type LeadDuty, type LeadPlan, writtenValues } from './push-plan.rules.js';

/** What was planned, and what the peer made of it. */
export interface Told {
  readonly duties: readonly LeadDuty[];
  readonly plans: readonly LeadPlan[];
  readonly written: readonly PeerWritten[];
  /** Links of leads that others went into. */
  readonly ofSurvivors: readonly LinkRecord[];
  /** Versions of leads that went into others. */
  readonly versions: ReadonlyMap<Uuid, number>;
}

export interface PushEffect {
  readonly links: readonly LinkRecord[];
  readonly linkChanges: readonly Omit<LinkChange, 'provider'>[];
  /** Prohibitions that records tell of. */
  readonly permissions: readonly OutboxItem[];
  readonly counts: CrmCounts;
  readonly notes: readonly SyncNote[];
}

interface PushContext {
  readonly settings: CrmSettings;
  readonly facts: ValueFacts;
  readonly now: Date;
}

/** What one lead comes to. */
interface Verdict {
  readonly outcomes: readonly CrmOutcome[];
  readonly link?: LinkRecord | undefined;
  readonly before?: LinkRecord | undefined;
  readonly leadVersion: number;
  /** Of a lead that went into this one, and whose record is this one's from now on. */
  readonly former?: LinkRecord | undefined;
  readonly permissions?: readonly OutboxItem[];
  readonly notes: readonly SyncNote[];
}

/** What has to be written once the peer was told. */
export function pushEffect({ duties, plans, written, ofSurvivors, versions }: Told, context: PushContext): PushEffect {
  const survivors = new Map(ofSurvivors.map((link) => [link.leadId, link]));
  const answers = new Map(written.map((one) => [one.leadId, one]));
  const verdicts = [
    ...duties.map((duty) => verdictOf(duty, survivors, context)),
    ...plans.map((plan) => toldVerdict(plan, answers.get(plan.lead.leadId), context)),
  ].filter((verdict) => verdict !== undefined);
  const linked = verdicts.flatMap(({ link, before, leadVersion, former }) => [
    ...(former ? [{ link: ended(former, 'lead-merged', context.now), before: former, leadVersion: versions.get(former.leadId) ?? 1 }] : []),
    ...(link && link !== before ? [{ link, before, leadVersion }] : []),
  ]);
  return {
    links: linked.map(({ link }) => link),
    linkChanges: linked.filter(({ link, before }) => isOtherLink(before, link)).map(({ link, leadVersion }) => ({ link, leadVersion })),
    permissions: verdicts.flatMap(({ permissions }) => permissions ?? []),
    counts: countsOf(verdicts.flatMap(({ outcomes }) => outcomes)),
    notes: verdicts.flatMap(({ notes }) => notes),
  };
}

/** Of leads that the peer is not told of. @param survivors links of leads that others went into */
function verdictOf(duty: LeadDuty, survivors: ReadonlyMap<Uuid, LinkRecord>, { now }: PushContext): Verdict | undefined {
  if (duty.kind === 'tell') return undefined;
  const { lead, link } = duty;
  const note = (outcome: CrmOutcome, code: string): SyncNote => noteOf(outcome, lead.leadId, link?.peerId ?? null, code);
  const common = { before: link, leadVersion: lead.version };
  if (duty.kind === 'withheld') {
    const after = link && duty.channels.length > 0 ? withOptOuts(link, duty.channels) : link;
    const outcome = link?.state === 'ended' ? 'skipped' : 'withheld';
    return { ...common, outcomes: [outcome], link: after, notes: [note(outcome, duty.code)] };
  }
  if (link?.state !== 'live') return { ...common, outcomes: ['unchanged'], notes: [] };
  if (duty.kind === 'deleted')
    return { ...common, outcomes: ['removed'], link: ended(link, 'lead-deleted', now), notes: [note('removed', 'lead-deleted')] };
  // The survivor takes it over when the peer hears of it.
  if (!survivors.has(duty.survivorId)) return { ...common, outcomes: ['unchanged'], notes: [] };
  // Two records of one person: which of them stays is decided there.
  return { ...common, outcomes: ['conflict'], link: ended(link, 'lead-merged', now), notes: [note('conflict', 'lead-merged')] };
}

/** Whatever comes of telling: what the record says of what the person does not want holds for the lead. */
function toldVerdict(plan: LeadPlan, answer: PeerWritten | undefined, context: PushContext): Verdict {
  const verdict = writtenVerdict(plan, answer, context);
  const { lead, link, record, channels, code } = plan;
  if (code !== undefined) return verdict;
  const known = verdict.link ?? (link?.leadId === lead.leadId ? link : undefined);
  const optedOut = record?.optedOut ?? [];
  const fresh = known ? freshOptOuts({ optedOut }, known) : optedOut;
  const heard = [...optedOut, ...(record || verdict.link ? channels : [])];
  const after = known && (verdict.link || heard.length > 0) ? withOptOuts(known, heard) : undefined;
  if (fresh.length === 0) return { ...verdict, link: after };
  return {
    ...verdict,
    link: after,
    outcomes: [...verdict.outcomes, 'opted-out'],
    notes: [...verdict.notes, noteOf('opted-out', lead.leadId, record?.peerId ?? null, null, fresh)],
    permissions: [optOutStated(lead, fresh, context.now)],
  };
}

function writtenVerdict(plan: LeadPlan, answer: PeerWritten | undefined, { settings, facts, now }: PushContext): Verdict {
  const { lead, link, record, write, code } = plan;
  const common = { before: link, leadVersion: lead.version };
  const peerId = record?.peerId ?? link?.peerId ?? null;
  const failed = (why: string, outcome: CrmOutcome = 'failed', fields: readonly string[] = []): Verdict => ({
    ...common,
    outcomes: [outcome],
    notes: [noteOf(outcome, lead.leadId, peerId, why, fields)],
  });
  if (code !== undefined) return failed(code, 'skipped');
  if (write && !answer) return failed('NOT_WRITTEN');
  if (answer && 'code' in answer) {
    const fields = settings.mapping.filter(({ property }) => answer.properties.includes(property)).map(({ field }) => field);
    return failed(answer.code, 'failed', fields);
  }
  const there = answer?.record ?? record;
  if (!there) return failed('NOT_WRITTEN');
  const base = basedOn(baseOf(plan), lead.leadId, answer ? writtenValues(plan, answer.record, settings.mapping, facts) : []);
  const former = link !== undefined && link.leadId !== lead.leadId ? link : undefined;
  const own = linked(lead.leadId, there, base, now);
  const after = former ? inherited(own, former) : link ? relinked(link, there, base, now) : own;
  const lost = plan.plan.toPeer.filter(({ field }) => plan.plan.conflicts.includes(field));
  const told = lost.map(({ field }) => field);
  const note = noteOf('conflict', lead.leadId, there.peerId, 'ours-told', told, conflictsOf(lost, 'ours', settings.mapping));
  const untold = plan.plan.untold.map((one) => noteOf('failed', lead.leadId, there.peerId, one.code, [one.field]));
  const notes = [...(lost.length > 0 ? [note] : []), ...untold];
  const outcome: CrmOutcome = !record ? 'created' : plan.plan.toPeer.length > 0 ? 'updated' : link ? 'unchanged' : 'linked';
  const outcomes = [outcome, ...notes.map((one) => one.outcome)];
  return { ...common, outcomes, link: after, notes, ...(former && { before: undefined, former }) };
}

function noteOf(
  outcome: CrmOutcome,
  leadId: Uuid,
  peerId: string | null,
  code: string | null,
  fields: readonly string[] = [],
  conflicts: readonly CrmFieldConflict[] = [],
): SyncNote {
  return { outcome, leadId, peerId, code, fields, conflicts };
}
