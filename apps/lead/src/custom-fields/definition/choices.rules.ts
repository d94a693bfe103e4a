import type { StatedFieldOptions } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { normaliseText } from '../../lead/values/text.rules.js';
import type { Choice } from '../custom-field.js';
import { choiceFold } from '../values/choice.rules.js';

const MAX_CHOICES = 200;
const CHOICE_KEY = /^[a-z0-9]+([-_][a-z0-9]+)*$/;
const MAX_CHOICE_KEY_LENGTH = 64;
const MAX_LABEL_LENGTH = 200;

export interface NormalisedChoices {
  readonly choices: readonly Choice[];
  readonly problems: readonly FieldProblem[];
}

/** The choices of a field; each key and label names one choice only, so that either can be stated. */
export function normaliseChoiceList(stated: NonNullable<StatedFieldOptions['choices']>): NormalisedChoices {
  const problems: FieldProblem[] = [];
  const choices: Choice[] = [];
  const taken = new Set<string>();
  if (stated.every(({ archived }) => archived))
    problems.push(problem('', 'choices.none', 'A choice field needs a choice that is offered.'));
  if (stated.length > MAX_CHOICES)
    problems.push(problem('', 'choices.too_many', `May have ${MAX_CHOICES} choices at most, archived ones included.`));
  for (const [index, { key, label, archived }] of stated.entries()) {
    const text = normaliseText(label, MAX_LABEL_LENGTH);
    if (!CHOICE_KEY.test(key) || key.length > MAX_CHOICE_KEY_LENGTH) {
      problems.push(
        problem(`.${index}.key`, 'choice.key_invalid', 'Has lower-case letters and digits, single `-` or `_` between them, 64 at most.'),
      );
    } else if (!text.ok) problems.push(problem(`.${index}.label`, text.code, text.message));
    else if (text.value === null) problems.push(problem(`.${index}.label`, 'label.missing', 'A choice needs a label.'));
    else {
      const names = new Set([choiceFold(key), choiceFold(text.value)]);
      if ([...names].some((name) => taken.has(name))) {
        problems.push(problem(`.${index}`, 'choice.repeated', 'Another choice of the field has this key or label.'));
      }
      for (const name of names) taken.add(name);
      choices.push({ key, label: text.value, archived });
    }
  }
  return { choices, problems };
}

function problem(place: string, code: string, message: string): FieldProblem {
  return { path: `options.choices${place}`, code, message };
}
