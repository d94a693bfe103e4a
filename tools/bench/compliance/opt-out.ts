// Opt-outs found in texts: how many texts a second, how that depends on their length, and what becomes of labelled texts.
//
// Counted is all that the service does for a text: what of a mail was newly written, then keywords, sentences, cues. The texts are
// made up here: short answers as people give them, in nine languages, harmless ones for the most part; one in ten is a reply mail.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Figure } from '../figure.ts';

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Detection {
  detectOptOut(text: string, channel: string): { readonly intent: string; readonly band: 'act' | 'review' | 'none' };
}

interface Reply {
  newlyWritten(mail: string): string;
}

const TEXTS = 50_000;
const RUNS = 5;
const LONG_BYTES = 1_000_000;
const DIST = '../../../apps/compliance/dist/opt-out';
const LABELLED = join(process.env['SHARED_DATA'] ?? '../shared/data', '11_opt_out_text/opt_out_phrases_english.csv');

const ANSWERS = [
  'STOP',
  'Sounds good, see you on Tuesday at ten.',
  'Can we move the viewing to Friday afternoon? My partner would like to come along.',
  'Danke, das passt gut. Bis zum Ende des Monats brauche ich noch die Unterlagen.',
  'Please stop texting me',
  'Je voudrais visiter la maison samedi, est-ce possible ?',
  '¿Cuánto cuesta el piso de la segunda planta?',
  'yes',
  'Nie mogę w piątek, może w poniedziałek?',
  'I stopped by earlier, but nobody was there. Is the garden included, and what about the garage?',
];
const QUOTED = '\n\nOn Tue, Sep 1, 2026 at 8:59 AM, Jane <jane@example.com> wrote:\n> How about Friday?\n> Reply STOP to unsubscribe\n';

/** Texts a second (clock and processor), milliseconds for a megabyte; prints what became of the labelled texts, if they are there. */
export async function measureOptOut(): Promise<Figure[]> {
  const { detectOptOut } = (await import(new URL(`${DIST}/detection/detect-opt-out.rules.js`, import.meta.url).href)) as Detection;
  const { newlyWritten } = (await import(new URL(`${DIST}/reply/newly-written.rules.js`, import.meta.url).href)) as Reply;
  const detect = (text: string, channel: string) => detectOptOut(channel === 'email' ? newlyWritten(text) : text, channel);
  printConfusion(detect);
  const short = Array.from({ length: TEXTS }, (_, index) => textOf(index));
  const long = `${ANSWERS.slice(1, 4).join(' ')} `.repeat(LONG_BYTES / 200).slice(0, LONG_BYTES);
  const runs = Array.from({ length: RUNS + 1 }, () => [
    time(() => short.map(([text, channel]) => detect(text, channel))),
    time(() => detect(long, 'voice')),
  ]);
  const measured = runs.slice(1) as [Taken, Taken][];
  return [
    { name: 'texts judged', unit: '/s', runs: measured.map(([{ seconds }]) => TEXTS / seconds), aim: '≥ 20000' },
    { name: 'texts judged, by processor time', unit: '/s', runs: measured.map(([{ processor }]) => TEXTS / processor) },
    { name: 'a text of 1 MB', unit: 'ms', runs: measured.map(([, { seconds }]) => seconds * 1_000) },
    { name: 'a text of 1 MB, processor time', unit: 'ms', runs: measured.map(([, { processor }]) => processor * 1_000) },
  ];
}

function textOf(index: number): [string, string] {
  const answer = ANSWERS[(index * 7) % ANSWERS.length] ?? '';
  return index % 10 === 3 ? [`${answer}${QUOTED}`, 'email'] : [`${answer} ${index}`, 'sms'];
}

interface Taken {
  readonly seconds: number;
  readonly processor: number;
}

function time(work: () => unknown): Taken {
  const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - startedMs) / 1_000, processor: (user + system) / 1_000_000 };
}

function printConfusion(detect: Detection['detectOptOut']): void {
  if (!existsSync(LABELLED)) {
    process.stdout.write(`${LABELLED} is absent: no table of labelled texts\n`);
    return;
  }
  const rows = parse<Record<string, string>>(readFileSync(LABELLED, 'utf8'), { columns: true });
  const found = ['opt_out act', 'opt_out review', 'opt_in act', 'opt_in none', 'help none', 'none none'];
  const counts = new Map<string, number>();
  for (const { text = '', label = '', channel_in_source: channel = '' } of rows) {
    const { intent, band } = detect(text, channel === 'dm' ? 'social' : channel);
    const cell = `${label}|${intent} ${band}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const line = (cells: readonly unknown[]) => `${cells.map((cell) => String(cell).padStart(15)).join('')}\n`;
  process.stdout.write(line(['label \\ found', ...found]));
  for (const label of ['opt_out', 'opt_in', 'help', 'not_opt_out'])
    process.stdout.write(line([label, ...found.map((column) => counts.get(`${label}|${column}`) ?? 0)]));
}
