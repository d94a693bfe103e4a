import { type RecordInteractionBody, recordInteractionBody } from '@leadstream/contracts';
import { fieldProblems } from '@leadstream/http';
import type { DomainError } from '@leadstream/kernel';
import { engagementErrors } from '../engagement.errors.js';
import { instantProblem } from './interaction.rules.js';

/** An item of a batch: an interaction, or why it is none. */
export type JudgedItem = { readonly body: RecordInteractionBody } | { readonly problem: DomainError };

/** Judges one item of a batch; its neighbours do not matter. */
export function judgeItem(item: unknown, now: Date): JudgedItem {
  const parsed = recordInteractionBody.safeParse(item);
  if (!parsed.success) return { problem: engagementErrors.INVALID_INTERACTION({ errors: fieldProblems(parsed.error.issues) }) };
  const problem = instantProblem(parsed.data.occurredAt, now);
  return problem ? { problem } : { body: parsed.data };
}
