import type { LeadStatus, LeadStatusMeaning, LifecycleStage } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { USUAL_STATUS } from './lead.js';
import { accept, type Checked, refuse } from './values/checked.rules.js';
import { DEFAULT_VOCABULARY, type LeadVocabulary } from './vocabulary.js';

type Statuses = Pick<LeadVocabulary, 'leadStatuses'>;
type Stages = Pick<LeadVocabulary, 'lifecycleStages'>;

/** The status that new leads have. */
export function firstStatus({ leadStatuses: [first] }: Statuses): LeadStatus {
  return first?.key ?? USUAL_STATUS;
}

/** The lifecycle stage of a lead of which nothing else is said: `lead`, or the first where the tenant has no such stage. */
export function firstStage({ lifecycleStages }: Stages): LifecycleStage {
  return (lifecycleStages.find(({ key }) => key === 'lead') ?? lifecycleStages[0])?.key ?? 'lead';
}

/** Keys of the statuses that mean one thing, in order. */
export function statusesMeaning({ leadStatuses }: Statuses, meaning: LeadStatusMeaning): LeadStatus[] {
  return leadStatuses.filter((status) => status.meaning === meaning).map(({ key }) => key);
}

/** Keys of the statuses with which nobody has to do anything about a lead any more. */
export function endsOf({ leadStatuses }: Statuses): LeadStatus[] {
  return leadStatuses.filter(({ meaning }) => meaning !== 'open').map(({ key }) => key);
}

/** Whether nobody has to do anything about a lead with the status any more. */
export function isEnd(vocabulary: Statuses, status: LeadStatus): boolean {
  return endsOf(vocabulary).includes(status);
}

/** From what came to nothing to what came furthest: somebody who was lost once and is worked on again is not lost. */
export function statusesByReach({ leadStatuses }: Statuses): LeadStatus[] {
  const [lost, others] = [
    leadStatuses.filter(({ meaning }) => meaning === 'lost'),
    leadStatuses.filter(({ meaning }) => meaning !== 'lost'),
  ];
  return [...lost, ...others].map(({ key }) => key);
}

/** The status that a text names, by key or by label, in any case. */
export function readStatus(text: string, { leadStatuses }: Statuses): Checked<LeadStatus> {
  const status = named(text, leadStatuses);
  return status ? accept(status.key) : refuse('status.unknown', `Is not one of the lead statuses: ${list(leadStatuses)}.`);
}

/** The stage that a text names, by key or by label, in any case and spacing; `Marketing Qualified Lead` is one, too. Blank means the first one. */
export function readStage(text: string, vocabulary: Stages): Checked<LifecycleStage> {
  const { lifecycleStages } = vocabulary;
  const word = letters(text);
  if (word === '') return accept(firstStage(vocabulary));
  const stage =
    named(text, lifecycleStages) ??
    lifecycleStages.find(({ key }) => word === letters(key)) ??
    lifecycleStages.find(({ label }) => word === letters(label)) ??
    lifecycleStages.find(({ key }) => word === `${letters(key)}lead`);
  return stage ? accept(stage.key) : refuse('lifecycle_stage.unknown', `Is not one of the lifecycle stages: ${list(lifecycleStages)}.`);
}

/** Told where a stage is left alone, since it lies before the one that the lead is in. */
export const STAGE_BACKWARDS = 'lifecycle_stage.backwards';

/** Whether a stage lies before another one: neither an import nor a sync takes a lead there. */
export function isStageBackwards({ lifecycleStages }: Stages, from: LifecycleStage, to: LifecycleStage): boolean {
  const placeOf = (stage: LifecycleStage) => lifecycleStages.findIndex(({ key }) => key === stage);
  return placeOf(to) < placeOf(from);
}

/** Why leads cannot be told by a status or a stage that somebody looks for; none where the tenant has them. */
export function vocabularyProblems(
  vocabulary: LeadVocabulary,
  { status, lifecycleStage }: { readonly status?: LeadStatus | undefined; readonly lifecycleStage?: LifecycleStage | undefined },
): FieldProblem[] {
  const { leadStatuses, lifecycleStages } = vocabulary;
  const has = (words: readonly { readonly key: string }[], word: string | undefined) =>
    word === undefined || words.some(({ key }) => key === word);
  return [
    ...(has(leadStatuses, status) ? [] : [unknownStatus('status', vocabulary)]),
    ...(has(lifecycleStages, lifecycleStage) ? [] : [unknownStage('lifecycleStage', vocabulary)]),
  ];
}

/** That a path names no status of the tenant. */
export function unknownStatus(path: string, { leadStatuses }: Statuses): FieldProblem {
  return { path, code: 'status.unknown', message: `Is not one of the lead statuses: ${list(leadStatuses)}.` };
}

function unknownStage(path: string, { lifecycleStages }: Stages): FieldProblem {
  return { path, code: 'lifecycle_stage.unknown', message: `Is not one of the lifecycle stages: ${list(lifecycleStages)}.` };
}

/** What no status may be called: the funnel has a stage of this name. */
const RESERVED = 'captured';
/** As many as a trained model takes. */
const MOST_ENDS = 6;

/**
 * Why statuses cannot be a tenant's, each by its path.
 * @param statuses with labels in their stored form
 */
export function statusProblems(statuses: LeadVocabulary['leadStatuses']): FieldProblem[] {
  const at = (index: number, member: string) => `leadStatuses.${index}.${member}`;
  return [
    ...wordProblems(statuses, 'leadStatuses', 'status'),
    ...statuses.flatMap(({ key, meaning }, index): FieldProblem[] => {
      const usual = DEFAULT_VOCABULARY.leadStatuses.find((known) => known.key === key)?.meaning;
      if (key === RESERVED) return [{ path: at(index, 'key'), code: 'status.reserved', message: 'Is the first stage of the funnel.' }];
      if (key === USUAL_STATUS && index > 0)
        return [{ path: at(index, 'key'), code: 'status.first_only', message: 'Is that of new leads: the first.' }];
      if (usual === undefined || usual === meaning) return [];
      const message = `Always means ${usual}: a status that means ${meaning} needs another key.`;
      return [{ path: at(index, 'meaning'), code: 'status.meaning_settled', message }];
    }),
    ...(statuses[0] && statuses[0].meaning !== 'open'
      ? [{ path: at(0, 'meaning'), code: 'status.first_not_open', message: 'New leads have the first status: it means open.' }]
      : []),
    ...(['won', 'lost'] as const)
      .filter((meaning) => statuses.filter((status) => status.meaning === meaning).length > MOST_ENDS)
      .map((meaning) => ({ path: 'leadStatuses', code: 'status.too_many_ends', message: `${MOST_ENDS} may mean ${meaning} at most.` })),
  ];
}

/** Why stages cannot be a tenant's, each by its path. */
export function stageProblems(stages: LeadVocabulary['lifecycleStages']): FieldProblem[] {
  return wordProblems(stages, 'lifecycleStages', 'lifecycle_stage');
}

interface Word {
  readonly key: string;
  readonly label: string;
}

/** A key or a label that two have could not be told apart in a file. */
function wordProblems(words: readonly Word[], path: string, code: string): FieldProblem[] {
  const taken = new Map<string, number>();
  return words.flatMap(({ key, label }, index) =>
    (['key', 'label'] as const).flatMap((member): FieldProblem[] => {
      const word = letters(member === 'key' ? key : label);
      const holder = taken.get(word);
      if (holder === undefined) taken.set(word, index);
      if (holder === undefined || holder === index) return [];
      return [{ path: `${path}.${index}.${member}`, code: `${code}.repeated`, message: 'Another one has this key or label.' }];
    }),
  );
}

/** By key before by label. */
function named<W extends Word>(text: string, words: readonly W[]): W | undefined {
  const word = fold(text);
  return words.find(({ key }) => key === word) ?? words.find(({ label }) => fold(label) === word);
}

const fold = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
const letters = (text: string): string => fold(text).replaceAll(/[\s_-]+/g, '');
const list = (words: readonly Word[]): string => words.map(({ key }) => key).join(', ');
