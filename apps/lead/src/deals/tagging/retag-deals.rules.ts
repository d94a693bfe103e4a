import type { DealTagResult } from '@leadstream/contracts';
import type { DomainError, Uuid } from '@leadstream/kernel';
import type { StageRecord } from '../../pipelines/pipeline.js';
import { pipelineErrors } from '../../pipelines/pipeline.errors.js';
import { tagErrors } from '../../tags/tag.errors.js';
import { MAX_TAGS_EACH } from '../../tags/tag.js';
import { type TagChange, tagsAfter } from '../../tags/tagging/retag.rules.js';
import { dealErrors } from '../deal.errors.js';
import type { DealRecord, DealStep } from '../deal.js';
import { updatedStep } from '../rules/deal-step.rules.js';

/** What is written, and what became of each deal. */
export interface RetaggedDeals {
  readonly results: DealTagResult[];
  readonly steps: DealStep[];
}

/**
 * What putting tags on and taking tags off does to each of the deals, alone; a deal that is named twice is as the first time left it.
 * @param found live deals among those that were asked for
 * @param stages of the tenant
 */
export function retagDeals(
  dealIds: readonly Uuid[],
  found: readonly DealRecord[],
  change: TagChange,
  { stages, now }: { readonly stages: ReadonlyMap<Uuid, StageRecord>; readonly now: Date },
): RetaggedDeals {
  const deals = new Map(found.map((deal) => [deal.dealId, deal]));
  const steps: DealStep[] = [];
  const results = dealIds.map((dealId): DealTagResult => {
    const before = deals.get(dealId);
    if (!before) return failed(dealId, dealErrors.DEAL_NOT_FOUND());
    const stage = stages.get(before.stageId);
    if (!stage) return failed(dealId, pipelineErrors.STAGE_NOT_FOUND());
    const tagIds = tagsAfter(before.tagIds, change);
    if (tagIds.length > MAX_TAGS_EACH) return failed(dealId, tagErrors.TOO_MANY_TAGS({ extra: { limit: MAX_TAGS_EACH } }));
    const step = updatedStep(before, { tagIds }, stage, now);
    if (!step) return { status: 'unchanged', id: dealId, version: before.version };
    steps.push(step);
    deals.set(dealId, step.deal);
    return { status: 'updated', id: dealId, version: step.deal.version };
  });
  return { results, steps };
}

function failed(id: Uuid, { code, title, errors, extra }: DomainError): DealTagResult {
  return { status: 'failed', id, error: { code, title, errors: [...errors], ...extra } };
}
