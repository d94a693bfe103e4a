import type { ProcessingInformation } from '../../processing-register/processing-activity.js';
import { htmlActivity } from '../../processing-register/page/html-activity.rules.js';
import { escapeHtml, htmlFields, inWords } from '../../processing-register/page/html-value.rules.js';
import { pageEnd, pageStart } from '../../processing-register/page/html-page.rules.js';
import type { FileBlocks, PersonFile } from './person-file.js';

/** The file to be read: by service and kind of record, one page without scripts, of which a part is in memory at a time. */
export async function* htmlFile(file: PersonFile): FileBlocks {
  const { export: gathered, information, parts } = file;
  yield Buffer.from(pageStart('Your personal data') + introduction(file));
  let [service, store] = ['', ''];
  for await (const part of parts) {
    const blocks: string[] = [];
    for (const record of part.records) {
      if (part.service !== service) blocks.push(`${service === '' ? '' : '</section>'}${serviceStart(part.service)}`);
      if (part.service !== service || record.store !== store) blocks.push(`<h3>${escapeHtml(inWords(record.store))}</h3>`);
      [service, store] = [part.service, record.store];
      blocks.push(`<article>${htmlFields(record.fields)}</article>`);
    }
    if (blocks.length > 0) yield Buffer.from(`${blocks.join('\n')}\n`);
  }
  const nothing = gathered.status === 'complete' ? '<p>Nothing is kept of you.</p>' : '<p>Nothing has come in yet.</p>';
  yield Buffer.from((service === '' ? nothing : '</section>') + aboutProcessing(information) + pageEnd());
}

function introduction({ kind, receivedAt, madeAt, export: gathered }: PersonFile): string {
  const day = (at: Date) => `<time>${at.toISOString().slice(0, 10)}</time>`;
  const missing = gathered.missing.map((one) => escapeHtml(inWords(one))).join(', ');
  const whole =
    gathered.status === 'complete'
      ? '<p>Every part of the system has answered: this is all that is kept of you.</p>'
      : `<p role="note" class="note"><strong>This is not complete.</strong> What these parts of the system keep of you is missing: ${missing}.</p>`;
  return `<h1>Your personal data</h1>
<p>You asked on ${day(receivedAt)} (${escapeHtml(kind)}). This page was made on ${day(madeAt)}.
<a href="#about">What the data are used for, and what you may demand</a>, stands at its end.</p>
${whole}
`;
}

function serviceStart(service: string): string {
  return `<section aria-labelledby="of-${escapeHtml(service)}"><h2 id="of-${escapeHtml(service)}">${escapeHtml(inWords(service))}</h2>`;
}

function aboutProcessing({ activities, rights }: ProcessingInformation): string {
  return `<section aria-labelledby="about"><h2 id="about">What the data are used for, and what you may demand</h2>
${activities.map((activity) => htmlActivity(activity, 3)).join('\n')}
<h3>Your rights</h3><ul>${rights.map((right) => `<li>${escapeHtml(right)}</li>`).join('')}</ul></section>
`;
}
