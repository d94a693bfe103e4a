import type { LeadBatchResult } from '@leadstream/contracts';
import type { DomainError, IdSource } from '@leadstream/kernel';
import { acceptPatch, type StatementFacts } from '../lead/accept-lead.rules.js';
import type { FoundLeads } from '../lead/found-leads.js';
import { LeadDirectory } from '../lead/lead-directory.rules.js';
import { duplicateErrors, duplicateValueError, leadErrors } from '../lead/lead.errors.js';
import { IDENTIFIERS, type LeadFields, type LeadRecord } from '../lead/lead.js';
import { captureStep, deleteStep, type CaptureContext, type StepMoment, updateStep } from '../lead/lead-step.rules.js';
import type { LeadEffect, LeadStep } from '../lead/lead-step.js';
import { inLead, type ReadItem } from './batch-item.js';

/** What the items of a batch write, and what became of each. */
export interface ItemsEffect extends LeadEffect {
  readonly results: LeadBatchResult[];
}

export interface ItemsContext extends StepMoment {
  readonly ids: IdSource;
  readonly facts: StatementFacts;
}

type Deciding = CaptureContext & ItemsContext;

type Verdict = { readonly step: LeadStep } | { readonly unchanged: LeadRecord } | { readonly problem: DomainError };

const STATUS = { created: 'created', updated: 'updated', deleted: 'deleted' } as const;

/**
 * Decides what items do, one after the other: an item sees what the items above it did.
 * @param existing live leads that items name by id, that are known by an identifier, or hold a unique custom value, that items name
 */
export function applyItems(items: readonly ReadItem[], existing: FoundLeads, { facts, ...moment }: ItemsContext): ItemsEffect {
  const context: Deciding = { ...moment, facts, customFields: facts.definitions, vocabulary: facts.vocabulary };
  const directory = new LeadDirectory(existing, facts.definitions);
  const steps: LeadStep[] = [];
  const results = items.map((item): LeadBatchResult => {
    const verdict = decide(item, directory, context);
    if ('problem' in verdict) return failed(verdict.problem);
    if ('unchanged' in verdict) return { status: 'unchanged', id: verdict.unchanged.leadId, version: verdict.unchanged.version };
    const { lead, action } = verdict.step;
    steps.push(verdict.step);
    directory.put(lead);
    return { status: STATUS[action as keyof typeof STATUS], id: lead.leadId, version: lead.version };
  });
  return { steps, ...directory.changed(), results };
}

function decide(item: ReadItem, directory: LeadDirectory, context: Deciding): Verdict {
  if ('problem' in item) return item;
  if (item.op === 'create') {
    const problem = takenProblem(directory, item.claims);
    return problem ? { problem } : { step: captureStep({ leadId: context.ids.next(), ...item.capture }, context) };
  }
  const before = directory.find(item.id);
  if (!before) return { problem: leadErrors.NOT_FOUND() };
  if (before.version !== item.version) return { problem: leadErrors.STALE({ extra: { currentVersion: before.version } }) };
  if (item.op === 'delete') return { step: deleteStep(before, context) };
  const accepted = acceptPatch(before, item.lead, context.facts);
  if ('errors' in accepted) return { problem: leadErrors.INVALID({ errors: inLead(accepted.errors) }) };
  const problem = takenProblem(directory, item.claims, before);
  if (problem) return { problem };
  const step = updateStep(before, accepted.value, context);
  return step ? { step } : { unchanged: before };
}

function takenProblem(directory: LeadDirectory, claims: Partial<LeadFields>, self?: LeadRecord): DomainError | undefined {
  for (const name of IDENTIFIERS) {
    const holder = claims[name] ? directory.holderOf(name, claims[name]) : undefined;
    if (holder === undefined || holder.leadId === self?.leadId) continue;
    const errors = inLead([{ path: name, code: 'duplicate', message: 'Another lead has it.' }]);
    return duplicateErrors[name]({ errors, extra: { existingId: holder.leadId } });
  }
  const taken = directory.holderOfValues(claims.customFields ?? {}, self?.leadId);
  return taken && duplicateValueError(taken.key, taken.leadId, (problem) => ({ ...problem, path: `lead.${problem.path}` }));
}

function failed({ code, title, errors, extra }: DomainError): LeadBatchResult {
  return { status: 'failed', error: { code, title, errors: [...errors], ...extra } };
}
