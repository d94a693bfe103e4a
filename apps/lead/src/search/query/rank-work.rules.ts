import type { DealHit, TaskHit, WorkMatch } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { SearchedLead } from '../../lead/search/search-keys.rules.js';
import { searchWords } from '../../lead/search/search-words.rules.js';
import type { WorkKind } from '../../lead/search/work-keys.rules.js';
import { bestFirst, type Ranked } from './best-first.rules.js';
import { leadMatches, rangesOf, scoreOf } from './field-match.rules.js';
import type { SearchTerm } from './search-term.js';
import { fitOf } from './term-fit.rules.js';

/** The word of a deal or a task that fits a term best. */
export interface WorkFit {
  /** Which of the terms. */
  readonly term: number;
  readonly key: string;
}

/** A deal or a task that may be what is looked for, with the lead that it stands with. */
export interface WorkCandidate extends SearchedLead {
  readonly kind: WorkKind;
  readonly workId: Uuid;
  readonly leadId: Uuid;
  /** Its name or title. */
  readonly title: string;
  /** What a hit tells of it beside. */
  readonly shown: Pick<DealHit, 'status' | 'value'> | Pick<TaskHit, 'taskType' | 'state' | 'priority' | 'dueAt'>;
  readonly updatedAt: Date;
  /** One for each term at most. */
  readonly fits: readonly WorkFit[];
}

/** A hit, and whether it is none without its products or its description: where these fit is yet to be told from their text. */
export interface RankedWork extends Ranked {
  readonly hit: DealHit | TaskHit;
  readonly needsBody: boolean;
}

/** Who looks for a word looks for the person first; a deal or a task of that name comes close. */
const TITLE_WEIGHT = 0.85;
/** A whole word of a description counts as much as a slip in a name does, or a little more. */
const BODY_WEIGHT = 0.55;
/** Of what a field of a lead counts: by it the lead itself is found first. */
const LEAD_SHARE = 0.8;

/**
 * The candidates of which one term fits name, title, products or description, and every required one these or the lead; best first.
 * @param limit how many at most
 */
export function rankWork(candidates: readonly WorkCandidate[], terms: readonly SearchTerm[], limit: number): RankedWork[] {
  return bestFirst(
    candidates.flatMap((candidate) => rankedOf(candidate, terms) ?? []),
    limit,
  );
}

function rankedOf(candidate: WorkCandidate, terms: readonly SearchTerm[]): RankedWork | undefined {
  const bests = new Array<number>(terms.length).fill(0);
  const title = rangesOf(searchWords(candidate.title), TITLE_WEIGHT, terms, bests);
  const needsBody = addBody(candidate.fits, terms, bests);
  if (title.length === 0 && !needsBody) return undefined;
  const ofLead = leadMatches(candidate, terms, bests, LEAD_SHARE);
  const score01 = scoreOf(bests, terms);
  if (score01 === undefined) return undefined;
  const { leadId, firstName, lastName, email, phone, company, updatedAt } = candidate;
  const lead = { id: leadId, firstName, lastName, email, phone, company };
  const field = candidate.kind === 'deal' ? 'name' : 'title';
  const matches: WorkMatch[] = [...(title.length === 0 ? [] : [{ field, ranges: title } as const]), ...ofLead];
  const { kind: type, workId: id, title: text, shown } = candidate;
  return { hit: { type, id, [field]: text, ...shown, lead, score01, matches } as DealHit | TaskHit, needsBody, updatedAt };
}

/** Terms that do not fit the title may fit what stands behind it; what they add goes into `bests`. @returns whether one does */
function addBody(fits: readonly WorkFit[], terms: readonly SearchTerm[], bests: number[]): boolean {
  let isNeeded = false;
  for (const { term: index, key } of fits) {
    const term = terms[index];
    if (!term || bests[index] !== 0) continue;
    bests[index] = fitOf(term, key) * BODY_WEIGHT;
    isNeeded ||= bests[index] > 0;
  }
  return isNeeded;
}
