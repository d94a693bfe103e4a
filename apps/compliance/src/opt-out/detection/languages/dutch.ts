import type { LanguagePhrases } from './language-phrases.js';

export const dutch: LanguagePhrases = {
  code: 'nl',
  sets: {
    berichten:
      '(berichten|bericht|mails|mail|e mails|emails|sms|sms jes|smsjes|reclame|nieuwsbrieven|nieuwsbrief|telefoontjes|aanbiedingen|appjes)',
    mij: '(me|mij|ons|mijn nummer|mijn e mailadres|mijn emailadres|mijn adres|mijn gegevens|mijn naam|mijn e mail)',
    lijst:
      '(van|uit|af van) (de|jullie|uw|je|deze|die) (lijst|maillijst|mailinglijst|mailinglist|verzendlijst|bestand|database|systeem|adressenlijst)',
    sturen:
      '(bellen|mailen|sms en|smsen|appen|contacteren|schrijven|lastigvallen|lastig te vallen|sturen|e mailen|emailen|benaderen|spammen|te bellen|te mailen|te sturen)',
  },
  keywords: [
    ...['stop', 'stoppen', 'afmelden', 'afmelding', 'uitschrijven', 'uitschrijving', 'geen <berichten> meer', 'geen reclame', 'einde'],
    ...['(mij|me) (afmelden|uitschrijven)'],
  ],
  courtesies: ['alsjeblieft', 'alstublieft', 'aub', 'ajb', 'svp', 'graag', 'bedankt', 'dank u', 'dank je', 'nu', 'hallo', 'direct'],
  sentences: [
    '(stop|stopt) [alsjeblieft|alstublieft|aub] met [het] [mij|me|ons] [<berichten>] [te] <sturen>',
    '(bel|mail|app|sms|contacteer|schrijf|benader|stuur) (me|mij|ons) [alsjeblieft|alstublieft|aub] (niet|nooit|niks|niets) meer',
    '(stuur|zend|stuurt) (me|mij|ons) [alsjeblieft|alstublieft|aub] geen [verdere] <berichten> [meer]',
    'wil [graag] geen [verdere] <berichten> [van jullie|van u] (meer|ontvangen|krijgen)',
    'wil niet (meer|langer) [door jullie] (gebeld|gemaild|benaderd|gecontacteerd|lastiggevallen|geappt) worden',
    '(haal|verwijder|schrap|schrijf) <mij> [alsjeblieft|alstublieft|aub] <lijst>',
    '(meld|schrijf) (me|mij|ons) [alsjeblieft|alstublieft|aub] (af|uit)',
    'wil (me|mij|ons) [graag] (afmelden|uitschrijven)',
    'laat (me|mij|ons) [alsjeblieft|alstublieft|aub] met rust',
    'trek [hierbij] mijn toestemming [hierbij] in',
    'neem geen contact meer',
  ],
  closings: ['geen <berichten> meer'],
  negators: ['niet', 'nooit', 'geen'],
  cues: {
    '(afmelden|uitschrijven|afmeldlink)': 3.4,
    '(stalking|lastigvallen|avg|bel me niet register)': 2.4,
    '(verkeerd nummer|verkeerde nummer)': 4.5,
  },
};
