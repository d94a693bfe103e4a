import { describe, expect, it } from '@jest/globals';
import type { LeadStep } from '../lead/lead-step.js';
import { captureStep, deleteStep, restoreStep, statusStep, updateStep } from '../lead/lead-step.rules.js';
import { mergedStep, unmergedStep } from '../lead/merge-step.rules.js';
import { DEFAULT_VOCABULARY } from '../lead/vocabulary.js';
import { assignedEvent, isOver, isResponse, mayFitRule, ownerChange, wantsOwner } from './owner-change.rules.js';

const NOW = new Date('2026-03-02T12:00:00Z');
const MOMENT = { now: NOW, importId: null, customFields: [], vocabulary: DEFAULT_VOCABULARY };
const isWanting = (step: LeadStep) => wantsOwner(step, DEFAULT_VOCABULARY);
const OWNER = '0191d1a0-5b1e-7c3a-9f00-000000000001';
const OTHER = '0191d1a0-5b1e-7c3a-9f00-000000000002';
const IDS = { next: () => 'assignment' };

const captured = (ownerId: string | null = null): LeadStep =>
  captureStep({ leadId: 'lead', fields: { email: 'ada@x.com', ownerId }, capturedAt: NOW, consents: [] }, MOMENT);
const moved = (trigger: 'manual' | 'import', ownerId: string | null = OWNER): LeadStep =>
  statusStep(captured(ownerId).lead, 'contacted', NOW, trigger, MOMENT);

describe('what a change of a lead means to who has it', () => {
  it('is another owner where it names one, for the reason that goes with it', () => {
    expect(ownerChange(captured(), IDS)).toBeUndefined();
    expect(ownerChange(moved('manual'), IDS)).toBeUndefined();
    expect(ownerChange(captured(OWNER), IDS)).toMatchObject({ memberId: OWNER, previousMemberId: null, way: 'stated', leadVersion: 1 });
    const step = updateStep(captured(OWNER).lead, { ownerId: OTHER }, MOMENT);
    const change = step && ownerChange({ ...step, assignment: { way: 'hand' } }, IDS);
    expect(change).toMatchObject({ memberId: OTHER, previousMemberId: OWNER, way: 'hand', decided: null, leadVersion: 2 });
    expect(change && assignedEvent(change)).toMatchObject({
      sequence: 2,
      data: {
        leadId: 'lead',
        assignmentId: 'assignment',
        memberId: OTHER,
        previousMemberId: OWNER,
        way: 'hand',
        ruleKey: null,
        respondBy: null,
      },
    });
  });

  it('is that somebody should get it while it is new or back, open and nobody’s', () => {
    const deleted = deleteStep(captured().lead, MOMENT);
    expect([captured(), restoreStep(deleted.lead, MOMENT)].map(isWanting)).toEqual([true, true]);
    expect([captured(OWNER), deleted, moved('manual', null)].map(isWanting)).toEqual([false, false, false]);
    const lost = statusStep(captured().lead, 'lost', NOW, 'manual', MOMENT);
    expect(isWanting(restoreStep(deleteStep(lost.lead, MOMENT).lead, MOMENT))).toBe(false);
    expect([captured(), deleted, lost].map(({ lead }) => isOver(lead, DEFAULT_VOCABULARY))).toEqual([false, true, true]);
  });

  it('is that somebody should get it when the merge that it went with is undone', () => {
    const merge = { mergeId: 'merge', survivorId: OTHER };
    const undone = (ownerId: string | null) => unmergedStep(mergedStep(captured(ownerId).lead, merge, MOMENT).lead, merge, MOMENT);
    expect([undone(null), undone(OWNER)].map(isWanting)).toEqual([true, false]);
    expect(isWanting(mergedStep(captured().lead, merge, MOMENT))).toBe(false);
  });

  it('is that somebody should get it when it goes from what a tenant calls an end to what it calls open', () => {
    const leadStatuses = [
      { key: 'new', label: 'New', meaning: 'open' },
      { key: 'revived', label: 'Revived', meaning: 'open' },
      { key: 'dropped', label: 'Dropped', meaning: 'lost' },
      { key: 'sold', label: 'Sold', meaning: 'won' },
    ] as const;
    const wanting = (from: string, to: string, ownerId: string | null = null) => {
      const step = statusStep({ ...captured(ownerId).lead, status: from }, to, NOW, 'manual', MOMENT);
      return wantsOwner(step, { ...DEFAULT_VOCABULARY, leadStatuses });
    };
    expect([wanting('dropped', 'revived'), wanting('sold', 'new')]).toEqual([true, true]);
    expect([wanting('new', 'revived'), wanting('dropped', 'sold'), wanting('new', 'dropped')]).toEqual([false, false, false]);
    expect(wanting('dropped', 'revived', OWNER)).toBe(false);
  });

  it('is that another rule may be for it when fields, tags or the status of a lead change that nobody has', () => {
    const fits = (step: LeadStep | undefined) => step && mayFitRule(step, DEFAULT_VOCABULARY);
    const { lead } = captured();
    const steps = [updateStep(lead, { source: 'fair' }, MOMENT), updateStep(lead, { tagIds: [OTHER] }, MOMENT), moved('manual', null)];
    expect([...steps, moved('import', null)].map(fits)).toEqual([true, true, true, true]);
    const lost = statusStep(lead, 'lost', NOW, 'manual', MOMENT);
    expect([captured(), deleteStep(lead, MOMENT), lost, moved('manual')].map(fits)).toEqual([false, false, false, false]);
  });

  it('is a response where the owner, or a key that acts for nobody in particular, sets a status by hand', () => {
    const owner = { kind: 'member', id: OWNER } as const;
    expect(isResponse(moved('manual'), owner)).toBe(true);
    expect(isResponse(moved('manual'), { kind: 'api-key', id: 'key' })).toBe(true);
    expect(isResponse(moved('manual'), { kind: 'member', id: OTHER })).toBe(false);
    expect(isResponse(moved('manual'), { kind: 'service', id: 'lead' })).toBe(false);
    expect(isResponse(moved('manual'), undefined)).toBe(false);
    expect(isResponse(moved('import'), owner)).toBe(false);
    expect(isResponse(captured(OWNER), owner)).toBe(false);
    expect(isResponse(moved('manual', null), { kind: 'api-key', id: 'key' })).toBe(false);
  });
});
