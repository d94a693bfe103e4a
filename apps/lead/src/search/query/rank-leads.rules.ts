import type { LeadHit, SearchMatch } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { AttachmentKind } from '../../lead/search/attachment-keys.rules.js';
import { SEARCHED_FIELDS, type SearchedField, type SearchedLead, wordsOfField } from '../../lead/search/search-keys.rules.js';
import type { SearchTerm } from './search-term.js';
import { fitOf } from './term-fit.rules.js';

/** A note or a document. */
export interface Attachment {
  readonly kind: AttachmentKind;
  readonly id: Uuid;
}

/** The attachment of a lead that fits a term best. */
export interface AttachmentFit extends Attachment {
  /** Which of the terms. */
  readonly term: number;
  /** The word by which it fits. */
  readonly key: string;
}

/** A lead that may be what is looked for. */
export interface LeadCandidate extends SearchedLead {
  readonly leadId: Uuid;
  readonly status: LeadHit['status'];
  readonly updatedAt: Date;
  /** One for each term at most. */
  readonly attachments: readonly AttachmentFit[];
}

/** A hit, and the attachments without which it were none: where they fit is yet to be told from their texts. */
export interface RankedLead {
  readonly hit: LeadHit;
  readonly attachments: readonly Attachment[];
}

/** What a field adds to a hit, 0 to 1: people look for people by name first. */
const WEIGHTS: Readonly<Record<SearchedField, number>> = { firstName: 1, lastName: 1, email: 0.9, phone: 0.9, company: 0.8 };

/** A whole word of an attachment counts less than a slip in the field that adds least. */
const ATTACHMENT_WEIGHT = 0.35;

/** What is left of the score when a term that is not required fits nowhere. */
const MISSED_SHARE = 0.95;

/**
 * The candidates that fit every required term, best first; equal ones by their latest change.
 * @param limit how many at most
 */
export function rankLeads(candidates: readonly LeadCandidate[], terms: readonly SearchTerm[], limit: number): RankedLead[] {
  return candidates
    .flatMap((candidate) => {
      const ranked = rankedOf(candidate, terms);
      return ranked === undefined ? [] : [{ ...ranked, updatedAtMs: candidate.updatedAt.getTime() }];
    })
    .sort(
      (one, other) => other.hit.score01 - one.hit.score01 || other.updatedAtMs - one.updatedAtMs || (one.hit.id < other.hit.id ? 1 : -1),
    )
    .slice(0, limit)
    .map(({ hit, attachments }) => ({ hit, attachments }));
}

function rankedOf(candidate: LeadCandidate, terms: readonly SearchTerm[]): RankedLead | undefined {
  const bests = new Array<number>(terms.length).fill(0);
  const matches = SEARCHED_FIELDS.flatMap((field) => {
    const match = matchOf(field, candidate[field], terms, bests);
    return match === undefined ? [] : [match];
  });
  const attachments = attachmentsNeeded(candidate.attachments, terms, bests);
  if (bests.some((best, index) => best === 0 && terms[index]?.required)) return undefined;
  const fitting = bests.filter((best) => best > 0);
  const mean = fitting.reduce((sum, best) => sum + best, 0) / fitting.length;
  const score01 = Math.round(1_000 * mean * MISSED_SHARE ** (terms.length - fitting.length)) / 1_000;
  const { leadId, firstName, lastName, email, phone, company, status } = candidate;
  return { hit: { type: 'lead', id: leadId, firstName, lastName, email, phone, company, status, score01, matches }, attachments };
}

/** The attachments by which terms fit that fit no field, each once; what they add goes into `bests`. */
function attachmentsNeeded(fits: readonly AttachmentFit[], terms: readonly SearchTerm[], bests: number[]): Attachment[] {
  const needed = new Map<Uuid, Attachment>();
  for (const { term: index, key, kind, id } of fits) {
    const term = terms[index];
    if (!term || bests[index] !== 0) continue;
    bests[index] = fitOf(term, key) * ATTACHMENT_WEIGHT;
    needed.set(id, { kind, id });
  }
  return [...needed.values()];
}

/** Where terms fit in a field; the best fit of each term goes into `bests`. */
function matchOf(field: SearchedField, text: string | null, terms: readonly SearchTerm[], bests: number[]): SearchMatch | undefined {
  const ranges: SearchMatch['ranges'] = [];
  for (const { key, start, end } of wordsOfField(field, text)) {
    let fits = false;
    terms.forEach((term, index) => {
      const fit = fitOf(term, key);
      fits ||= fit > 0;
      bests[index] = Math.max(bests[index] ?? 0, fit * WEIGHTS[field]);
    });
    if (fits && ranges.at(-1)?.start !== start) ranges.push({ start, end });
  }
  return ranges.length === 0 ? undefined : { field, ranges };
}
