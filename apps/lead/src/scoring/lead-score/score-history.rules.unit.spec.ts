import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leadRecord, NOW } from '../../../test/filters.js';
import type { DatedContribution } from '../contributions/contribution.js';
import { DEFAULT_MODEL } from '../model/default-model.rules.js';
import type { ModelTimeline, ScoringModelRecord } from '../model/scoring-model.js';
import type { Contributions } from '../score/score.js';
import { scoreAt } from '../score/score.rules.js';
import { anyWeights, engagementRule, HOUR, weights } from '../score/scores.fixture.spec.js';
import { presentPoints } from './present-score.rules.js';
import { historyEntries, scoreInstants } from './score-history.rules.js';

const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR);
const lead = leadRecord();

function timelineOf(first: ScoringModelRecord, second: ScoringModelRecord): ModelTimeline {
  const activatedAt = ago(1_000);
  return { at: (instant) => (activatedAt <= instant ? second : first), activations: [activatedAt] };
}

/** The definition: all that was done by then and not taken back or done again by then. */
function countingAt(all: readonly DatedContribution[], at: Date): Contributions {
  const counting = all.filter(
    ({ occurredAt, retractedAt, againAt }) =>
      occurredAt <= at && !(retractedAt !== null && retractedAt <= at) && !(againAt !== null && againAt <= at),
  );
  const byKind = Map.groupBy(counting, ({ kind }) => kind);
  return new Map([...byKind].map(([kind, of]) => [kind, of.map(({ occurredAt }) => occurredAt.getTime())]));
}

const anyHours = fc.integer({ min: -5, max: 3_000 });
const anyGone = fc.option(anyHours.map(ago), { nil: null });
const anyContribution = fc.record({
  kind: fc.constantFrom('page', 'mail', 'form', 'unnamed'),
  occurredAt: anyHours.map(ago),
  retractedAt: anyGone,
  againAt: anyGone,
});
const anyModel = anyWeights.map((of): ScoringModelRecord => ({ ...DEFAULT_MODEL, weights: of }));

describe('historyEntries', () => {
  it('are what the score is at each of the instants by all that counts then', () => {
    const anyPast = fc.tuple(fc.array(anyContribution, { maxLength: 40 }), anyModel, anyModel);
    fc.assert(
      fc.property(anyPast, ([contributions, first, second]) => {
        const models = timelineOf(first, second);
        const instants = scoreInstants({ contributions, models }, [ago(2_500)], NOW);
        const expected = instants.map(({ at, causes }) => {
          const model = models.at(at);
          const score = scoreAt(model.weights, { lead, contributions: countingAt(contributions, at) }, at);
          return { at: at.toISOString(), causes, ...presentPoints({ model, score }) };
        });
        expect([...historyEntries({ contributions, models, leadAt: () => lead }, instants)]).toEqual(expected);
      }),
      { seed: 67, numRuns: 300 },
    );
  });

  it('look at each contribution as often when they are many as when one is asked for, and are made one by one', () => {
    const model = { ...DEFAULT_MODEL, weights: weights({ engagementRules: [engagementRule('page', 1, 24), engagementRule('mail', 2)] }) };
    const looks = { contributions: 0, leads: 0 };
    const watched = (hours: number): DatedContribution => ({
      kind: hours % 2 === 0 ? 'page' : 'mail',
      get occurredAt() {
        looks.contributions += 1;
        return ago(hours);
      },
      retractedAt: null,
      againAt: null,
    });
    const leadAt = () => {
      looks.leads += 1;
      return lead;
    };
    const contributions = Array.from({ length: 300 }, (_, hours) => watched(hours));
    const instants = Array.from({ length: 200 }, (_, hours) => ({ at: ago(hours), causes: ['contribution' as const] }));
    const entries = historyEntries({ contributions, models: timelineOf(model, model), leadAt }, instants);
    entries.next();
    expect(looks).toEqual({ contributions: 300, leads: 1 });
    expect([...entries]).toHaveLength(199);
    expect(looks).toEqual({ contributions: 300, leads: 200 });
  });
});
