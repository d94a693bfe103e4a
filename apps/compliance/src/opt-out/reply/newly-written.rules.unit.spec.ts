import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newlyWritten, textOfMail } from './newly-written.rules.js';

describe('newlyWritten', () => {
  it.each([
    ['en', 'On Tue, Sep 1, 2026 at 8:59 AM, Jane <jane@x.com> wrote:'],
    ['en, broken', 'On Dec 16, 2026, at 12:47 PM, Corey Donohoe\n<reply@example.com>\nwrote:'],
    ['de', 'Am 01.09.2026 um 08:59 schrieb Jane <jane@x.com>:'],
    ['fr', 'Le mar. 1 sept. 2026 à 08:59, Jane <jane@x.com> a écrit :'],
    ['es', 'El mar, 1 sept 2026 a las 8:59, Jane (<jane@x.com>) escribió:'],
    ['pt', 'Em ter., 1 de set. de 2026 às 08:59, Jane <jane@x.com> escreveu:'],
    ['it', 'Il giorno mar 1 set 2026 alle ore 08:59 Jane <jane@x.com> ha scritto:'],
    ['nl', 'Op di 1 sep 2026 om 08:59 schreef Jane <jane@x.com>:'],
    ['pl', 'wt., 1 wrz 2026 o 08:59 Jane <jane@x.com> napisał(a):'],
    ['ro', 'În mar., 1 sept. 2026 la 08:59, Jane <jane@x.com> a scris:'],
  ])('leaves out what is quoted below a line in %s', (_, line) => {
    expect(newlyWritten(`Sounds good.\n\n${line}\n\n> Reply STOP to unsubscribe\n`)).toBe('Sounds good.');
    expect(newlyWritten(`Sounds good.\r\n\r\n${line}\r\nReply STOP to unsubscribe`)).toBe('Sounds good.');
  });

  it.each([
    'Von: Jane\nGesendet: Montag\nAn: Ada\nBetreff: Haus',
    '*From:* Jane\n*Sent:* Monday',
    'De : Jane\nEnvoyé : lundi\nÀ : Ada\nObjet : Maison',
    '-----Original Message-----',
    '-----Ursprüngliche Nachricht-----',
    '________________________________________',
    '-- ',
  ])('ends before %j', (mark) => {
    expect(newlyWritten(`Yes.\n\n${mark}\nReply STOP to unsubscribe`)).toBe('Yes.');
  });

  it('keeps what stands between quotes', () => {
    expect(newlyWritten('On Mon Jane wrote:\n> Shall I go on?\nNo, stop writing to me.\n> Jane\nAda')).toBe('No, stop writing to me.\nAda');
  });

  it('keeps a sentence that only begins so, and one field that stands alone', () => {
    expect(newlyWritten('In my last mail I wrote:\nstop')).toBe('In my last mail I wrote:\nstop');
    expect(newlyWritten('To: be or not to be\nstop')).toBe('To: be or not to be\nstop');
  });

  it.each([
    '2026-11-24 9:01 GMT+01:00 Acme <a@acme.com>:',
    'вт, 24 нояб. 2026 г. в 9:01, Acme <a@acme.com>:',
    'tis 24 nov. 2026 kl. 09:01 Acme <a@acme.com>:',
    '24.11.2026 Acme <a@acme.com> :',
    '2026-11-24 9:01 GMT+01:00 Acme Incorporated\n<a@acme.com>:',
  ])('takes a date and an address for the line that introduces a quote: %j', (line) => {
    expect(newlyWritten(`Sounds great!\n\n${line}\n\nBuy now.\nIf you want no more emails, unsubscribe here`)).toBe('Sounds great!');
    expect(newlyWritten(`${line}\n> Buy now?\nNo, stop.`)).toBe('No, stop.');
  });

  it.each(['Write to Acme <a@acme.com>:', 'My times, 9:01 and 10:30:', 'From 9:01 on at a@acme.com, or:'])('keeps %j', (line) => {
    expect(newlyWritten(`${line}\nstop`)).toBe(`${line}\nstop`);
  });

  it('reads mails in HTML as their lines, without what they quote', () => {
    expect(newlyWritten('<p>STOP</p>')).toBe('STOP');
    const quote = '<blockquote>To unsubscribe from this list, click here. Reply STOP to opt out</blockquote>';
    expect(newlyWritten(`<div>Sounds great, call me!</div>${quote}`)).toBe('Sounds great, call me!');
    expect(newlyWritten(`<div class="moz-cite-prefix">On 24.11.26 09:01, Ann wrote:<br></div>${quote}<p>No, stop.</p>`)).toBe('No, stop.');
    const outlook = '<hr><div id="divRplyFwdMsg"><b>From:</b> Ann<br><b>Sent:</b> Monday<br></div><div>Reply STOP</div>';
    expect(newlyWritten(`<html><body><p>Sounds great<o:p></o:p></p>${outlook}</body></html>`)).toBe('Sounds great');
  });

  it('is empty where nothing was written', () => {
    expect(newlyWritten('> unsubscribe\n> stop')).toBe('');
    expect(newlyWritten('')).toBe('');
  });

  it.each(['On ', 'On a wrote:\n', 'From: a\n', '> ', '\n', '_', '-', 'On 1 wrote\n', '\r', '<br>\n', '\n</p>', '<p>'])(
    'reads a megabyte of %j',
    (piece) => {
      expect(newlyWritten(piece.repeat(1_000_000 / piece.length)).length).toBeLessThanOrEqual(1_000_000);
    },
  );
});

describe('textOfMail', () => {
  it('is what was newly written, where anything was', () => {
    expect(textOfMail('Stop.\n\nOn Mon, Ann <a@x.com> wrote:\n> Hi')).toEqual({ text: 'Stop.', isNew: true });
  });

  it.each([
    ['On Monday at 10:30 I wrote to you:\nplease stop emailing me!', 'On Monday at 10:30 I wrote to you:\nplease stop emailing me!'],
    ['From: Bob\nTo: Acme\n\nPlease stop emailing me', 'From: Bob\nTo: Acme\n\nPlease stop emailing me'],
    ['On Mon, Ann <a@x.com> wrote:\n> Reply STOP', 'On Mon, Ann <a@x.com> wrote:'],
    ['> please stop\n> emailing me', '> please stop\n> emailing me'],
    ['<blockquote>STOP</blockquote>', '> STOP'],
  ])('is else all that is not marked as a quote, or all of it: %j', (mail, text) => {
    expect(textOfMail(mail)).toEqual({ text, isNew: false });
  });

  it('is nothing where there is nothing', () => {
    expect(textOfMail(' \n')).toEqual({ text: '', isNew: true });
    expect(textOfMail('<p>&nbsp;</p>')).toEqual({ text: '', isNew: true });
  });
});

const folder = join(process.env['SHARED_DATA'] ?? '../shared/data', '19_reply_parsing/email_reply_parser');
const whereMails = existsSync(folder) ? describe : describe.skip;

// What each mail says newly is read off the mails themselves; a name below a reply stays, for it asks for nothing.
whereMails(`reply mails (${folder}; skipped where absent)`, () => {
  const read = (name: string) => newlyWritten(readFileSync(join(folder, `${name}.txt`), 'utf8'));

  it.each([
    ['correct_sig', 'this is an email with a correct -- signature.'],
    ['email_1_4', "Awesome! I haven't had another problem with it."],
    ['email_1_7', ':+1:'],
    ['email_1_8', 'I will reply under this one\n\n\nand under this.'],
    ['email_2_1', 'Outlook with a reply'],
    ['email_2_2', 'Outlook with a reply directly above line'],
    ['email_2_3', 'Outlook with a reply directly above line'],
    ['email_BlackBerry', 'Here is another email'],
    ['email_iPhone', 'Here is another email'],
    ['email_multi_word_sent_from_my_mobile_device', 'Here is another email'],
    ['email_sent_from_my_not_signature', 'Here is another email\n\nSent from my desk, is much easier then my mobile phone.'],
    ['email_sig_delimiter_in_middle_of_line', 'Hi there!\n\nStuff happened.\n\nAnd here is a fix -- this is not a signature.\n\nkthxbai'],
    ['email_1_3', 'Oh thanks.\n\nHaving the function would be great.\n\n-Abhishek Kona'],
    ['email_1_6', 'I get proper rendering as well.'],
  ])('%s', (name, expected) => {
    expect(read(name)).toBe(expected);
  });

  it.each([
    ['email_1_1', 'Hi folks', '-Abhishek Kona'],
    ['email_1_2', 'Hi,\n\nYou can list', 'you’ll need to delete them all individually."'],
    ['email_1_5', "One: Here's", 'for a while.'],
    ['email_bullets', 'test 2 this', '- and another'],
    ['email_one_is_not_on', 'Thank, this', 'when I run...'],
    ['greedy_on', 'On your remote host', 'the tunnel is not working.'],
    ['pathological', "I think you're onto", 'get back to a computer.'],
  ])('%s from its first to its last words', (name, first, last) => {
    const text = read(name);
    expect([text.slice(0, first.length), text.slice(-last.length)]).toEqual([first, last]);
  });
});
