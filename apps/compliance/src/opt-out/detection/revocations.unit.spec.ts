import { expect, it } from '@jest/globals';
import { detectOptOut } from './detect-opt-out.rules.js';

const bandOf = (text: string) => detectOptOut(text, 'sms').band;

/** 47 CFR 64.1200(a)(10): by any reasonable means; a word of the list does not lose its meaning by a few words around it. */
it.each([
  'No, stop',
  'NO STOP!',
  'Nope stop',
  'Yeah, stop',
  'Sorry, stop',
  'bro stop',
  'dude STOP',
  'hey mike stop',
  'Stop, I am not interested',
  'Not interested, STOP',
  'not interested, cancel',
  'STOP I dont want this',
  'STOP I am at work',
  'I am at work, STOP',
  'Stop, you already texted me 5 times',
  'stop I already told you no',
  'I said stop',
  'I already told you guys to stop',
  'You need to stop.',
  'Can you just stop?',
  'I was busy all day, stop this nonsense',
  'Who is this, stop',
  'end texts',
  'cancel text messages',
  'Cancel all messages to this phone',
  'you wont stop texting me',
  "If you don't stop calling me I will report you",
  "Why won't you stop texting me?",
  "why don't you stop calling me",
  'When will you stop texting me?',
  'Will you stop texting me?',
  'How many times do I have to tell you to stop texting me',
  'Stop texting me?',
  'stop calling me late at night',
  "don't call me again before 9",
  'Please stop calling me sir',
  'I object to direct marketing',
  'please delete my data',
  'Erase all my personal data',
  'I want to be forgotten',
  'Stop by all means, stop',
  'not interested stop texting',
  "I'm not interested please stop",
  'how do i get you to stop',
  "what part of stop don't you understand",
  'no texts please',
  'Please no longer contact me',
  'Make sure you never call me',
  'Stop for the love of god',
  'I never signed up for this',
  "I don't want you to text me",
  'Stopp, kein Interesse',
  'Nein danke, abmelden',
  'No gracias, baja',
  'Arrêtez, je ne suis pas intéressé',
  'Basta, non mi interessa',
  'No, basta',
  'Parem, não tenho interesse',
  'Przestańcie, nie jestem zainteresowany',
])('has a person look at least at: %s', (text) => {
  expect(bandOf(text)).not.toBe('none');
});

it.each([
  'Dont ever text me again',
  "don't you dare text me again",
  'never ever call me',
  'I no longer wish to receive these',
  "I don't want to receive this anymore",
  'can you stop texting me?',
  'Will you please stop texting me?',
  'Stop texting me, ok?',
  'Stop texting me, I am not interested',
  "Why don't you get it? Stop calling me.",
  'Could you take me off your list?',
  'Können Sie mich bitte aus Ihrem Verteiler nehmen? Lasst mich in Ruhe!',
  'Stop nu',
  'nu stoppen',
])('acts on: %s', (text) => {
  expect(bandOf(text)).toBe('act');
});

/** Whoever would be blocked for ever by these never asked for it. */
it.each([
  "don't stop",
  'Do not stop now',
  'stop by tomorrow',
  'Stop by, and bring Tom',
  'bus stop',
  'the next stop',
  'is it the last stop?',
  'the end of the month',
  'Can we stop at 5?',
  'should we stop?',
  "I can't stop",
  "I can't stop thinking about that house",
  "we'll be at the stop",
  'There is a stop sign at the corner, turn left, stop at the gate',
  'stop, that is so funny',
  'Stop worrying',
  "won't you stop by?",
  "Why don't you stop by on Friday?",
  'We can sign, cancel, or wait for the survey',
  'Did you stop texting me?',
  'Why did you stop calling me?',
  'I hate it when agents stop calling me',
  'no need to stop texting me',
  'no reason to stop sending me offers',
  'The seller told me to lose my number',
  'Please delete the photo of my car',
  'You never call me back',
  'you never text me anymore',
  'Why did they stop sending me listings?',
  'there are no more calls',
  'Delete that last message',
  'I object to the price',
  'Why do I get no answer?',
  'Nu opriți',
  'nu renunț',
  'nu vă opriți',
  'Warum bekomme ich keine Nachrichten mehr?',
  'Ich bekomme keine Mails mehr',
  'Krijg ik geen mails meer?',
  'Ik ontvang geen mails meer',
  'Je ne reçois plus de mails',
  'Arrêtez-vous à la gare',
  'Basta una mail',
  'Non basta',
  'Basta con enviar el formulario',
  'Não parem',
  'No basta',
  'Pare el coche en la puerta',
  'Ya basta de nieve',
  'Arrête, c’est trop drôle',
  'No pare',
])('passes over: %s', (text) => {
  expect(bandOf(text)).toBe('none');
});

it.each([
  'delete my number from the ad',
  'They no longer call me',
  'Para de enviar o contrato amanhã',
  'Arrêtez de m’envoyer le dossier par courrier',
])('does not act on: %s', (text) => {
  expect(bandOf(text)).not.toBe('act');
});

it('counts a word once, however often it is found', () => {
  expect(bandOf('Stop it. You are annoying me')).toBe('review');
});

it.each([
  'When will you stop texting me? And when will you stop calling me?',
  'How do I unsubscribe? How do I opt out?',
  'Stop calling me late at night. And stop texting me at work.',
  "Delete my number from the ad. Don't call me, call Tom.",
])('does not take two doubts for a certainty: %s', (text) => {
  expect(bandOf(text)).toBe('review');
});
