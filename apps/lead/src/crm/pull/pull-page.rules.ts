import type { Channel, CrmFieldConflict, CrmOutcome, CrmProvider } from '@leadstream/contracts';
import type { IdSource, Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { FoundLeads } from '../../lead/found-leads.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { LeadStep } from '../../lead/lead-step.js';
import { type CaptureContext, captureStep, updateStep } from '../../lead/lead-step.rules.js';
import type { StatedSettings } from '../../settings/settings.js';
import type { CrmSettings } from '../connection/crm-connection.js';
import type { LinkRecord } from '../link/crm-link.js';
import { freshOptOuts, optOutStated, withOptOuts } from '../link/opt-out.rules.js';
import { ended, isOtherLink, linked, linksByPeer, relinked } from '../link/link-steps.rules.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import type { ValueFacts } from '../reconcile/field-values.rules.js';
import { basedOn, conflictsOf, type PlannedValue, reconcile } from '../reconcile/reconcile.rules.js';
import { countsOf } from '../run/tally.rules.js';
import type { SyncNote } from '../run/sync-run.js';
import { type Known, type Match, matchRecord } from './match-record.rules.js';
import type { PullEffect, PullState } from './pull-page.js';
import { acceptRecord, acceptValues, emailOf, heldBack, movedTo, problemsOf, valuesOf } from './pulled-values.rules.js';

/** How records are judged. */
export interface PullContext {
  readonly provider: CrmProvider;
  readonly settings: CrmSettings;
  readonly facts: ValueFacts;
  readonly step: CaptureContext;
  readonly transitions: StatedSettings['statusTransitions'];
  readonly ids: IdSource;
}

/** Judges the records of a page one after the other, each on what those before it did. */
export function pullPage(records: readonly PeerRecord[], state: PullState, context: PullContext): PullEffect {
  const page = new PageInWork(state, context);
  for (const record of records) page.take(record);
  return page.effect();
}

class PageInWork implements Known {
  readonly #leads: Map<Uuid, LeadRecord>;
  readonly #further: FoundLeads['further'];
  readonly #links: Map<Uuid, LinkRecord>;
  readonly #before: ReadonlyMap<Uuid, LinkRecord>;
  readonly #known: ReadonlySet<Uuid>;
  readonly #steps: LeadStep[] = [];
  readonly #permissions: OutboxItem[] = [];
  readonly #toTell = new Set<Uuid>();
  readonly #outcomes: CrmOutcome[] = [];
  readonly #notes: SyncNote[] = [];

  constructor(
    { found: { leads, further }, links }: PullState,
    private readonly context: PullContext,
  ) {
    this.#leads = new Map(leads.map((lead) => [lead.leadId, lead]));
    this.#further = further;
    this.#links = new Map(links.map((link) => [link.leadId, link]));
    this.#before = new Map(this.#links);
    this.#known = new Set(this.#leads.keys());
  }

  lead(leadId: Uuid): LeadRecord | undefined {
    return this.#leads.get(leadId);
  }

  leadOf(email: string): LeadRecord | undefined {
    return [...this.#leads.values()].find((lead) => lead.email === email) ?? this.furtherHolder('email', email);
  }

  linkOfLead(leadId: Uuid): LinkRecord | undefined {
    return this.#links.get(leadId);
  }

  linkOfPeer(peerId: string): LinkRecord | undefined {
    return linksByPeer([...this.#links.values()].filter((link) => link.peerId === peerId)).get(peerId);
  }

  take(record: PeerRecord): void {
    const { provider, settings, facts } = this.context;
    const match = matchRecord(record, emailOf(provider, settings.mapping, record, facts), this);
    if (match && 'code' in match) return this.skip(match, record);
    if (match) this.update(match.lead, match.link, record);
    else if (settings.createsLeads) this.create(record);
    else this.note('skipped', null, record.peerId, 'not-created');
    this.endMerged(record);
  }

  effect(): PullEffect {
    const links = [...this.#links.values()].filter((link) => link !== this.#before.get(link.leadId));
    const others = links.filter((link) => isOtherLink(this.#before.get(link.leadId), link));
    const moved = new Set(this.#steps.map(({ lead }) => lead.leadId));
    const leads = [...this.#leads.values()].filter(({ leadId }) => moved.has(leadId));
    return {
      steps: this.#steps,
      created: leads.filter(({ leadId }) => !this.#known.has(leadId)),
      updated: leads.filter(({ leadId }) => this.#known.has(leadId)),
      links,
      linkChanges: others.map((link) => ({ link, leadVersion: this.#leads.get(link.leadId)?.version ?? 1 })),
      permissions: this.#permissions,
      toTell: [...this.#toTell],
      counts: countsOf(this.#outcomes),
      notes: this.#notes,
    };
  }

  /** Whatever becomes of the record: what the person does not want holds for the lead. */
  private skip({ leadId, code }: Extract<Match, { code: string }>, record: PeerRecord): void {
    const [lead, link] = [this.lead(leadId), this.linkOfLead(leadId)];
    const fresh = lead && link ? freshOptOuts(record, link) : [];
    if (lead && link && fresh.length > 0) {
      this.forbid(lead, record, fresh);
      this.#links.set(leadId, { ...link, optedOutElsewhere: [...link.optedOutElsewhere, ...fresh] });
    }
    this.note('skipped', leadId, record.peerId, code);
  }

  private create(record: PeerRecord): void {
    const { provider, settings, facts, step, ids } = this.context;
    const values = valuesOf(settings.mapping, record, facts);
    for (const { field, code } of problemsOf(settings.mapping, record, facts)) this.note('failed', null, record.peerId, code, [field]);
    for (const field of this.takenFields(values)) {
      values.delete(field);
      this.note('failed', null, record.peerId, `${field}.taken`, [field]);
    }
    const accepted = acceptRecord(provider, values, settings.mapping, facts, step.now);
    if ('errors' in accepted) {
      const [error] = accepted.errors;
      return this.note('failed', null, record.peerId, error?.code ?? null, error?.path ? [error.path] : []);
    }
    const captured = captureStep({ leadId: ids.next(), ...accepted.value }, step);
    const lead = this.takeSteps(captured, movedTo(captured.lead, values.get('status'), step)) ?? captured.lead;
    this.#outcomes.push('created');
    this.#toTell.add(lead.leadId);
    this.settle(lead, undefined, record, []);
  }

  /** @returns the lead after the last of them */
  private takeSteps(...steps: readonly (LeadStep | undefined)[]): LeadRecord | undefined {
    for (const step of steps) {
      if (step === undefined) continue;
      this.#steps.push(step);
      this.#leads.set(step.lead.leadId, step.lead);
    }
    return steps.findLast((step) => step !== undefined)?.lead;
  }

  /** Leaves out of what is wanted what the lead does not take over. @returns what was left out */
  private takeBack(
    wanted: Map<string, string | null>,
    lead: LeadRecord,
    toLead: readonly PlannedValue[],
    { peerId }: PeerRecord,
  ): PlannedValue[] {
    const settings = { ...this.context.step.vocabulary, statusTransitions: this.context.transitions };
    return toLead.filter((planned) => {
      const held = wanted.has(planned.field) ? heldBack(lead, planned, settings) : undefined;
      if (held === undefined) return false;
      wanted.delete(planned.field);
      if (held.code !== null) this.note(held.outcome, lead.leadId, peerId, held.code, [planned.field]);
      return true;
    });
  }

  private update(lead: LeadRecord, link: LinkRecord | undefined, record: PeerRecord): void {
    const { settings, facts, step } = this.context;
    const base = link?.base ?? {};
    const plan = reconcile({ lead, record, base }, settings.mapping, facts);
    for (const { field, code } of plan.problems) this.note('failed', lead.leadId, record.peerId, code, [field]);
    const wanted = new Map(plan.toLead.filter((planned) => !this.isKnownBy(lead, planned)).map(({ field, to }) => [field, to]));
    for (const field of this.takenFields(wanted, lead.leadId)) {
      wanted.delete(field);
      this.note('failed', lead.leadId, record.peerId, `${field}.taken`, [field]);
    }
    const left = this.takeBack(wanted, lead, plan.toLead, record);
    const accepted = acceptValues(lead, wanted, settings.mapping, facts);
    const isRefused = 'errors' in accepted;
    if (isRefused) this.note('failed', lead.leadId, record.peerId, accepted.errors[0]?.code ?? null, [...wanted.keys()]);
    const updated = isRefused ? undefined : updateStep(lead, accepted.value, step);
    const moved = isRefused ? undefined : movedTo(updated?.lead ?? lead, wanted.get('status'), step);
    const after = this.takeSteps(updated, moved) ?? lead;
    const lost = plan.toLead.filter(({ field }) => plan.conflicts.includes(field) && wanted.has(field) && !isRefused);
    if (lost.length > 0) {
      const conflicts = conflictsOf(lost, 'theirs', settings.mapping);
      this.note('conflict', lead.leadId, record.peerId, 'theirs-taken', fieldsOf(lost), conflicts);
    }
    if (plan.toPeer.length > 0 || record.leadId !== lead.leadId) this.#toTell.add(lead.leadId);
    this.#outcomes.push(after !== lead ? 'updated' : link?.state === 'live' ? 'unchanged' : 'linked');
    const taken = isRefused ? [] : plan.toLead.filter(({ field }) => wanted.has(field));
    // Neither side follows the other where stage or status is left alone, until one of them changes it.
    const apart = left.map(({ field, from, to }) => ({ field, ours: from, theirs: to }));
    const values = [...taken.map(({ field, to }) => ({ field, ours: to, theirs: to })), ...apart];
    this.settle(after, link && { ...link, base: { ...base, ...plan.settled } }, record, values);
  }

  /** Keeps what both sides have now, and passes on what the person does not want. */
  private settle(lead: LeadRecord, link: LinkRecord | undefined, record: PeerRecord, values: Parameters<typeof basedOn>[2]): void {
    const { settings, facts, step } = this.context;
    const known = link?.base ?? reconcile({ lead, record, base: {} }, settings.mapping, facts).settled;
    const base = basedOn(known, lead.leadId, values);
    const after = link ? relinked(link, record, base, step.now) : linked(lead.leadId, record, base, step.now);
    const fresh = freshOptOuts(record, after);
    if (fresh.length > 0) this.forbid(lead, record, fresh);
    this.#links.set(lead.leadId, withOptOuts(after, record.optedOut));
  }

  private forbid(lead: LeadRecord, { peerId }: PeerRecord, channels: readonly Channel[]): void {
    this.#permissions.push(optOutStated(lead, channels, this.context.step.now));
    this.note('opted-out', lead.leadId, peerId, null, channels);
  }

  /** Leads of records that went into one that is another lead's: which of them it is, people decide. */
  private endMerged({ peerId, mergedIds }: PeerRecord): void {
    for (const merged of mergedIds) {
      const link = this.linkOfPeer(merged);
      if (link?.state !== 'live') continue;
      this.#links.set(link.leadId, ended(link, 'record-merged', this.context.step.now));
      this.note('conflict', link.leadId, peerId, 'record-merged');
    }
  }

  /** Identifiers that another lead has, and unique custom fields, which no sync writes. */
  private takenFields(values: ReadonlyMap<string, string | null>, except?: Uuid): string[] {
    const others = [...this.#leads.values()].filter(({ leadId }) => leadId !== except);
    const isTaken = (field: 'email' | 'phone'): boolean => {
      const value = values.get(field);
      return value != null && (others.some((lead) => lead[field] === value) || this.isOthers(field, value, except));
    };
    const unique = this.context.facts.custom.definitions.filter((one) => one.unique).map(({ fieldId }) => `customFields.${fieldId}`);
    return [...(['email', 'phone'] as const).filter(isTaken), ...unique.filter((field) => values.has(field))];
  }

  /** Over its own one, an address that the lead is known by beside it would be lost. */
  private isKnownBy({ leadId }: LeadRecord, { field, to }: PlannedValue): boolean {
    return this.#further.some((one) => one.leadId === leadId && one.name === field && one.value === to);
  }

  private isOthers(field: 'email' | 'phone', value: string, self: Uuid | undefined): boolean {
    const holder = this.furtherHolder(field, value);
    return holder !== undefined && holder.leadId !== self;
  }

  /** The lead that is known by it without having it in its row. */
  private furtherHolder(field: 'email' | 'phone', value: string): LeadRecord | undefined {
    const identifier = this.#further.find((one) => one.name === field && one.value === value);
    return identifier && this.#leads.get(identifier.leadId);
  }

  private note(
    outcome: CrmOutcome,
    leadId: Uuid | null,
    peerId: string,
    code: string | null,
    fields: readonly string[] = [],
    conflicts: readonly CrmFieldConflict[] = [],
  ): void {
    this.#outcomes.push(outcome);
    this.#notes.push({ outcome, leadId, peerId, code, fields, conflicts });
  }
}

function fieldsOf(planned: readonly PlannedValue[]): string[] {
  return planned.map(({ field }) => field);
}
