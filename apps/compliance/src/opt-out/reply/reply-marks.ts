/** The word for "wrote" in the line by which mail programs introduce what they quote ("On … wrote:"), in folded letters. */
export const ATTRIBUTION_VERBS: readonly string[] = [
  'wrote',
  'writes',
  'schrieb',
  'a ecrit',
  'escribio',
  'escreveu',
  'ha scritto',
  'schreef',
  'geschreven',
  'napisal',
  'pisze',
  'a scris',
];

/** First words of such a line. */
export const ATTRIBUTION_STARTS: readonly string[] = [
  'on ',
  'am ',
  'le ',
  'el ',
  'em ',
  'il ',
  'op ',
  'w dniu',
  'dnia',
  'in data',
  'pe ',
  'in ',
  'a ',
];

/** Field names of a header block, with which Outlook and others introduce the mail they answer. */
export const HEADER_FIELDS: ReadonlySet<string> = new Set([
  ...['from', 'sent', 'to', 'cc', 'subject', 'date', 'reply-to'],
  ...['von', 'gesendet', 'an', 'betreff', 'datum'],
  ...['de', 'envoye', 'a', 'objet', 'date'],
  ...['enviado', 'enviado el', 'para', 'asunto', 'fecha', 'assunto', 'enviada em', 'data'],
  ...['da', 'inviato', 'oggetto'],
  ...['van', 'verzonden', 'aan', 'onderwerp'],
  ...['od', 'wyslano', 'do', 'temat'],
  ...['trimis', 'catre', 'subiect', 'de la'],
]);

/** Lines that part a reply from the mail it answers; dashes and underscores around them do not count. */
export const ORIGINAL_MARKS: ReadonlySet<string> = new Set([
  'original message',
  'forwarded message',
  'ursprungliche nachricht',
  'weitergeleitete nachricht',
  "message d'origine",
  'mensaje original',
  'mensagem original',
  'messaggio originale',
  'oorspronkelijk bericht',
  'wiadomosc oryginalna',
  'mesaj original',
]);

/** First words of a line that a device adds below what was written. */
export const DEVICE_LINES: readonly string[] = [
  'sent from my ',
  'sent from a ',
  'sent from mail for ',
  'sent from outlook',
  'sent via ',
  'get outlook for ',
  'von meinem ',
  'gesendet von ',
  'envoye de mon ',
  'envoye depuis ',
  'enviado desde mi ',
  'enviado do meu ',
  'inviato da ',
  'verzonden vanaf ',
  'wyslane z ',
  'trimis de pe ',
];
