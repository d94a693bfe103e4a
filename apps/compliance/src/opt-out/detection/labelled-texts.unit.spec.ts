import { expect, it } from '@jest/globals';
import { labelledTexts, labelledTextsFile, whereLabelledTexts } from '../labelled-texts.fixture.spec.js';
import { detectOptOut } from './detect-opt-out.rules.js';

whereLabelledTexts(`texts with labels (${labelledTextsFile}; skipped where absent)`, () => {
  const detected = labelledTexts().map((given) => ({ ...given, ...detectOptOut(given.text, given.channel) }));
  const undisputed = detected.filter(({ isDisputed }) => !isDisputed);
  const shown = (rows: typeof detected) => rows.map(({ text, channel, intent, band }) => `${channel}: ${text} = ${intent}, ${band}`);

  it('are the whole file', () => {
    expect(detected).toHaveLength(104);
  });

  it('are acted on where they are words of the FCC or the CTIA', () => {
    const words = undisputed.filter(({ label, sources }) => label === 'opt_out' && /47 CFR|CTIA/.test(sources));
    expect(words.length).toBeGreaterThan(12);
    expect(shown(words.filter(({ intent, band }) => intent !== 'opt_out' || band !== 'act'))).toEqual([]);
  });

  it('are let through where they are harmless', () => {
    const harmless = undisputed.filter(({ label }) => label === 'not_opt_out');
    expect(harmless.length).toBeGreaterThan(30);
    expect(shown(harmless.filter(({ intent, band }) => intent !== 'none' || band !== 'none'))).toEqual([]);
  });

  it('are told apart as opt-ins and calls for help', () => {
    const commands = detected.filter(({ label, sources }) => (label === 'opt_in' || label === 'help') && sources.includes('CTIA'));
    expect(commands.length).toBeGreaterThan(4);
    expect(shown(commands.filter(({ intent, label }) => intent !== label))).toEqual([]);
  });

  it('are never passed over where they are opt-outs', () => {
    const optOuts = undisputed.filter(({ label }) => label === 'opt_out');
    expect(shown(optOuts.filter(({ band }) => band === 'none'))).toEqual([]);
  });
});
