import type { ProcessingActivityContent } from '@leadstream/contracts';
import { escapeHtml, htmlOf, inWords } from './html-value.rules.js';

/**
 * An entry of the record of processing activities under a heading.
 * @param level of the heading
 */
export function htmlActivity(activity: ProcessingActivityContent, level: 2 | 3): string {
  const rows = rowsOf(activity).map(([term, value]) => `<dt>${escapeHtml(term)}</dt><dd>${htmlOf(value)}</dd>`);
  return `<h${level}>${escapeHtml(activity.name)}</h${level}><dl>${rows.join('')}</dl>`;
}

/** Every entry under words that a reader of the law knows, with the letter of Art. 30(1) or 15(1) that asks for it. */
export function rowsOf(activity: ProcessingActivityContent): readonly (readonly [term: string, value: unknown])[] {
  const { controller, lawfulBases, dataCategories, transfers, retention } = activity;
  return [
    ['Controller', controller ?? 'not stated yet'],
    ['Purposes', activity.purposes],
    ['Lawful bases', lawfulBases.map(({ basis, detail }) => (detail === null ? inWords(basis) : `${inWords(basis)}: ${detail}`))],
    ['Persons concerned', activity.subjectCategories],
    ['Categories of data', dataCategories.map(({ name, isSpecial }) => (isSpecial ? `${name} (special category)` : name))],
    ['Recipients', activity.recipients],
    ['Transfers outside of the European Economic Area', transfers.map(({ country, safeguard }) => `${country}: ${safeguard}`)],
    ['Kept for', retention.map(({ category, period }) => `${category}: ${period}`)],
    ['Security measures', activity.securityMeasures],
    ['Sources', activity.sources],
    ['Automated decisions', activity.automatedDecisions],
    ['To be reviewed on', activity.reviewOn],
  ];
}
