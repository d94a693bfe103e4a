import { describe, expect, it } from '@jest/globals';
import { maskedEmail, maskedPhone, noToEverything, readChange, statementsOf } from './preference.rules.js';

describe('what a form sends', () => {
  it('is read as what was shown and what was chosen', () => {
    expect(readChange({ action: 'save', shown: ['marketing.email.on', 'sales.sms.off'], agree: 'sales.sms' })).toEqual({
      action: 'save',
      choices: [
        { purpose: 'marketing', channel: 'email', isTicked: false, wasTicked: true },
        { purpose: 'sales', channel: 'sms', isTicked: true, wasTicked: false },
      ],
    });
  });

  it('needs nothing beside the word to stop and to resume', () => {
    expect(readChange({ action: 'stop' })).toEqual({ action: 'stop', choices: [] });
    expect(readChange({ action: 'resume', agree: 'marketing.email' })).toEqual({ action: 'resume', choices: [] });
  });

  it.each([
    { action: 'save' },
    { action: 'delete' },
    { action: 'save', shown: 'marketing.email' },
    { action: 'save', shown: 'marketing.email.maybe' },
    { action: 'save', shown: 'marketing.pigeon.on' },
    { action: 'save', shown: ['marketing.email.on', 'marketing.email.off'] },
    { action: 'save', shown: 'marketing.email.off', agree: 'sales.email' },
  ])('is not clear as %j: nothing may be changed', (body) => {
    expect(readChange(body)).toBeUndefined();
  });
});

describe('what is written down', () => {
  const choice = (isTicked: boolean, wasTicked: boolean) => ({ purpose: 'marketing', channel: 'email', isTicked, wasTicked }) as const;

  it.each([
    ['a tick that was set', choice(true, false), 'none', ['given']],
    ['a tick that was set after a withdrawal', choice(true, false), 'withdrawn', ['given']],
    ['a tick that was set and is given meanwhile', choice(true, false), 'given', []],
    ['a tick that was there, and was withdrawn meanwhile', choice(true, true), 'withdrawn', []],
    ['a tick that was taken away', choice(false, true), 'given', ['withdrawn']],
    ['a box without a tick of which nothing was said', choice(false, false), 'none', ['withdrawn']],
    ['a box without a tick whose consent is over', choice(false, false), 'expired', ['withdrawn']],
    ['a box without a tick that is withdrawn already, maybe by another', choice(false, false), 'withdrawn', ['withdrawn']],
  ] as const)('of %s', (_, one, state, stated) => {
    expect(statementsOf([one], () => state).map((statement) => statement.state)).toEqual(stated);
  });

  it('when all is stopped, is a no to every purpose by every channel', () => {
    expect(new Set(noToEverything().map(({ purpose, channel, state }) => `${purpose} ${channel} ${state}`)).size).toBe(15);
    expect(noToEverything().every(({ state }) => state === 'withdrawn')).toBe(true);
  });
});

describe('an address', () => {
  it.each([
    ['ada.lovelace@example.com', 'a…@e….com'],
    ['a@b.co.uk', 'a…@b….uk'],
    ['x@localhost', 'x…@l…'],
    ['éa@exämple.de', 'é…@e….de'],
  ])('%s is shown as %s', (email, shown) => {
    expect(maskedEmail(email)).toBe(shown);
  });

  it('of a phone shows two digits', () => {
    expect(maskedPhone('+14155552671')).toBe('… 71');
  });
});
