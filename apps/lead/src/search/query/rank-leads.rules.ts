import type { LeadHit } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { AttachmentKind } from '../../lead/search/attachment-keys.rules.js';
import type { FurtherAddress, SearchedLead } from '../../lead/search/search-keys.rules.js';
import { bestFirst, type Ranked } from './best-first.rules.js';
import { furtherMatches, leadMatches, scoreOf } from './field-match.rules.js';
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
  /** Addresses that it is known by without having them. */
  readonly further: readonly FurtherAddress[];
  /** One for each term at most. */
  readonly attachments: readonly AttachmentFit[];
}

/** A hit, and the attachments without which it were none: where they fit is yet to be told from their texts. */
export interface RankedLead extends Ranked {
  readonly hit: LeadHit;
  readonly attachments: readonly Attachment[];
}

/** A whole word of an attachment counts less than a slip in the field that adds least. */
const ATTACHMENT_WEIGHT = 0.35;

/**
 * The candidates that fit every required term, best first; equal ones by their latest change.
 * @param limit how many at most
 */
export function rankLeads(candidates: readonly LeadCandidate[], terms: readonly SearchTerm[], limit: number): RankedLead[] {
  return bestFirst(
    candidates.flatMap((candidate) => rankedOf(candidate, terms) ?? []),
    limit,
  );
}

function rankedOf(candidate: LeadCandidate, terms: readonly SearchTerm[]): RankedLead | undefined {
  const bests = new Array<number>(terms.length).fill(0);
  const matches = [...leadMatches(candidate, terms, bests), ...furtherMatches(candidate.further, terms, bests)];
  const attachments = attachmentsNeeded(candidate.attachments, terms, bests);
  const score01 = scoreOf(bests, terms);
  if (score01 === undefined) return undefined;
  const { leadId, firstName, lastName, email, phone, company, status, updatedAt } = candidate;
  const hit: LeadHit = { type: 'lead', id: leadId, firstName, lastName, email, phone, company, status, score01, matches };
  return { hit, attachments, updatedAt };
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
