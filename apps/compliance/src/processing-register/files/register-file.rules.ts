import type { ProcessingActivity } from '@leadstream/contracts';
import { htmlActivity, rowsOf } from '../page/html-activity.rules.js';
import { pageEnd, pageStart } from '../page/html-page.rules.js';

/** Names the shape of the JSON file. */
const FORMAT = 'leadstream-processing-register-1';
/** Tells programs that read a file without being told otherwise that it is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
/** What spreadsheet programs calculate (OWASP, CSV injection). */
const CALCULATED = /^[=+\-@\t\r＝＋－＠]/;

/** The whole register: it is written by hand, so it is short. */
export function registerJson(activities: readonly ProcessingActivity[], madeAt: Date): string {
  return `${JSON.stringify({ format: FORMAT, madeAt: madeAt.toISOString(), activities }, null, 2)}\n`;
}

/** RFC 4180, an entry a row. */
export function registerCsv(activities: readonly ProcessingActivity[]): string {
  const rows = activities.map((activity) => [activity.name, ...rowsOf(activity).map(([, value]) => cellText(value))]);
  const headings = activities[0] === undefined ? ['Name'] : ['Name', ...rowsOf(activities[0]).map(([term]) => term)];
  return BYTE_ORDER_MARK + [headings, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

export function registerPage(activities: readonly ProcessingActivity[], madeAt: Date): string {
  const entries = activities.map((activity) => `<section>${htmlActivity(activity, 2)}</section>`).join('\n');
  return `${pageStart('Record of processing activities')}<h1>Record of processing activities</h1>
<p>Under Article 30(1) GDPR, as of <time>${madeAt.toISOString().slice(0, 10)}</time>.</p>
${entries === '' ? '<p>There are no entries yet.</p>' : entries}
${pageEnd()}`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(cellText).join('\n');
  if (typeof value === 'object')
    return Object.values(value)
      .map(cellText)
      .filter((text) => text !== '')
      .join(', ');
  return String(value as string | number | boolean);
}

function csvCell(text: string): string {
  return `"${(CALCULATED.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
