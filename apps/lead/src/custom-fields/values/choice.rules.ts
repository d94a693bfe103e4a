import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import type { Choice } from '../custom-field.js';

/** How keys and labels compare: without regard to case, and to white space around them. */
export function choiceFold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/**
 * The key of the choice that a text names, by key or by label.
 * @param held keys the record has already: of archived choices only these may be stated
 * @returns null when blank
 */
export function normaliseChoice(text: string, choices: readonly Choice[], held: readonly string[]): Checked<string | null> {
  const fold = choiceFold(text);
  if (fold === '') return accept(null);
  const choice = choices.find(({ key }) => choiceFold(key) === fold) ?? choices.find(({ label }) => choiceFold(label) === fold);
  if (choice === undefined) return refuse('choice.unknown', `Is not one of the choices of the field${listed(choices)}.`);
  if (choice.archived && !held.includes(choice.key)) return refuse('choice.archived', 'Is not offered any more.');
  return accept(choice.key);
}

const MOST_LISTED = 20;

function listed(choices: readonly Choice[]): string {
  const offered = choices.filter(({ archived }) => !archived);
  return offered.length === 0 || offered.length > MOST_LISTED ? '' : `: ${offered.map(({ label }) => label).join(', ')}`;
}

/**
 * Keys of the choices that texts name, each once, in the order of the field.
 * @returns null when there are none; a refusal names the place: `2`
 */
export function normaliseChoices(
  texts: readonly string[],
  choices: readonly Choice[],
  held: readonly string[],
): Checked<readonly string[] | null> {
  const chosen = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const checked = normaliseChoice(text, choices, held);
    if (!checked.ok) return { ...checked, path: String(index) };
    if (checked.value !== null) chosen.add(checked.value);
  }
  return accept(chosen.size === 0 ? null : choices.map(({ key }) => key).filter((key) => chosen.has(key)));
}
