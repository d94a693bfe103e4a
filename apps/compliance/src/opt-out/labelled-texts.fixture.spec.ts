import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import type { Channel } from '@leadstream/contracts';
import { parse } from 'csv-parse/sync';
import { newlyWritten } from './reply/newly-written.rules.js';

/** A text of public test suites with the label that they give it. */
export interface LabelledText {
  readonly text: string;
  readonly channel: Channel;
  readonly label: 'opt_out' | 'opt_in' | 'help' | 'not_opt_out';
  readonly isDisputed: boolean;
  readonly sources: string;
}

export const labelledTextsFile = join(process.env['SHARED_DATA'] ?? '../shared/data', '11_opt_out_text/opt_out_phrases_english.csv');

/** Specs of that file are skipped where it is absent. */
export const whereLabelledTexts = existsSync(labelledTextsFile) ? describe : describe.skip;

const CHANNELS: Readonly<Record<string, Channel>> = { email: 'email', sms: 'sms', whatsapp: 'whatsapp', dm: 'social' };

/** Each as a service would get it: of a mail, what was newly written. */
export function labelledTexts(): LabelledText[] {
  if (!existsSync(labelledTextsFile)) return [];
  const rows = parse<Record<string, string>>(readFileSync(labelledTextsFile, 'utf8'), { columns: true });
  return rows.map(({ text = '', label, channel_in_source = '', disputed_between_sources, sources = '' }) => {
    const channel = CHANNELS[channel_in_source] ?? 'sms';
    return {
      text: channel === 'email' ? newlyWritten(text) : text,
      channel,
      label: label as LabelledText['label'],
      isDisputed: disputed_between_sources === 'true',
      sources,
    };
  });
}
