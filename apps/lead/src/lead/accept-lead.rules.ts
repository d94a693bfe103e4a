import type { CreateLead } from '@leadstream/contracts';
import type { FieldProblem, Uuid } from '@leadstream/kernel';
import { acceptCustomValues, type CustomFieldFacts } from '../custom-fields/values/accept-custom-values.rules.js';
import type { Capture } from './lead-step.rules.js';
import { EMPTY_LEAD, type LeadFields, type LeadRecord } from './lead.js';
import { identityProblem, normaliseLead, type StatedLead } from './lead.rules.js';
import type { LeadVocabulary } from './vocabulary.js';
import { isFuture } from './values/instant.rules.js';
import { acceptTagIds } from './values/tag-ids.rules.js';

/** What was stated, acceptable as a whole, or why it is not. */
export type Accepted<T> = { readonly value: T } | { readonly errors: readonly FieldProblem[] };

/** What must be known to judge what is stated of a lead. */
export interface StatementFacts extends CustomFieldFacts {
  /** Of the tags that are stated those that are there; none where none can be stated. */
  readonly tags?: ReadonlySet<Uuid>;
  /** Statuses and lifecycle stages of the tenant. */
  readonly vocabulary: LeadVocabulary;
}

const NO_TAGS: ReadonlySet<Uuid> = new Set();

/**
 * A new lead as stated by a client or a visitor.
 * @param facts of the tenant's custom fields and tags
 * @param now consents and captures cannot lie after it
 */
export function acceptCapture(
  { capturedAt: statedAt, consents = [], customFields = {}, tagIds = [], ...stated }: CreateLead,
  facts: StatementFacts,
  now: Date,
): Accepted<Omit<Capture, 'leadId'>> {
  const capturedAt = statedAt === undefined ? now : new Date(statedAt);
  const { fields, problems } = normaliseLead(stated, facts.vocabulary);
  const missing = problems.length === 0 ? identityProblem({ ...EMPTY_LEAD, ...fields }) : undefined;
  const custom = acceptCustomValues(facts, customFields);
  const tags = acceptTagIds(tagIds, facts.tags ?? NO_TAGS);
  const errors: FieldProblem[] = [...problems, ...(missing ? [missing] : []), ...custom.problems, ...tags.problems];
  if (isFuture(capturedAt, now)) errors.push(futureProblem('capturedAt'));
  const early = consents.flatMap(({ givenAt }, index) =>
    givenAt && isFuture(new Date(givenAt), now) ? [`consents.${index}.givenAt`] : [],
  );
  errors.push(...early.map(futureProblem));
  if (errors.length > 0) return { errors };
  const statements = consents.map((grant) => ({
    ...grant,
    textVersion: grant.textVersion ?? null,
    givenAt: grant.givenAt ?? capturedAt.toISOString(),
  }));
  const tagged = tagIds.length > 0 ? { tagIds: tags.tagIds } : {};
  return { value: { fields: { ...fields, ...tagged, customFields: custom.values }, capturedAt, consents: statements } };
}

/** Changed fields of a lead as stated by a client. */
export function acceptPatch(
  before: LeadRecord,
  { customFields = {}, tagIds, ...stated }: StatedLead,
  facts: StatementFacts,
): Accepted<Partial<LeadFields>> {
  const { fields, problems } = normaliseLead(stated, facts.vocabulary, before);
  const custom = acceptCustomValues(facts, customFields, before.customFields);
  const tags = tagIds === undefined ? undefined : acceptTagIds(tagIds ?? [], facts.tags ?? NO_TAGS, before.tagIds);
  const errors = [...problems, ...custom.problems, ...(tags?.problems ?? [])];
  if (errors.length > 0) return { errors };
  const missing = identityProblem({ ...before, ...fields });
  return missing ? { errors: [missing] } : { value: { ...fields, ...(tags && { tagIds: tags.tagIds }), customFields: custom.values } };
}

function futureProblem(path: string): FieldProblem {
  return { path, code: 'instant.future', message: 'Lies in the future.' };
}
