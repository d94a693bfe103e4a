import type { Channel } from '@leadstream/contracts';

const WORDS: readonly (readonly [readonly Channel[], string])[] = [
  [
    ['voice', 'sms'],
    'call calls calling phone phoning ring ringing anrufen anrufe angerufen mappelez appels llamar llamarme llamen llame llamadas',
  ],
  [
    ['voice', 'sms'],
    'ligar liguem ligue ligacoes chamarmi chiamarmi chiamatemi telefonarmi telefonate bellen gebeld telefoontjes dzwonic dzwoncie dzwon',
  ],
  [['voice', 'sms'], 'sunati sunat telefoane apeluri telefonow mappeler'],
  [['sms', 'voice', 'whatsapp', 'social'], 'text texts texting sms textos dm dming whatsapp appen appjes smsow'],
  [['email'], 'email emails emailing newsletter newsletters correos correo courriels maili emaili nieuwsbrieven newslettera'],
];

/**
 * Words that say which channels somebody means. A phone is one thing: who asks by text not to be called has opted out of both, as the FCC
 * sees it. What is said of every channel (`messages`, `mailing list`) is not here.
 */
export const CHANNEL_WORDS: ReadonlyMap<string, readonly Channel[]> = new Map(
  WORDS.flatMap(([channels, words]) => words.split(' ').map((word) => [word, channels] as const)),
);
