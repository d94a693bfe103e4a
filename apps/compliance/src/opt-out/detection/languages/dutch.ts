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

    gegevens:
      '[al] (mijn|onze) [persoonlijke|eigen] (gegevens|persoonsgegevens|contactgegevens|data|nummer|telefoonnummer|mobiele nummer|e mailadres|emailadres|mailadres|e mail|email|adres|naam|account)',
    beleefd: '[alsjeblieft|alstublieft|aub|ajb|svp|graag|direct|meteen]',
    grens:
      '(s (avonds|nachts|ochtends)|savonds|snachts|in het weekend|op (zondag|zondagen|mijn werk|het werk)|na|voor|tot|zo (laat|vroeg)|tijdens)',
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
  orders: ['hou op', 'houd op', 'ophouden', 'stop (hiermee|daarmee|ermee)'],
  endings: [
    '(graag|me|mij|ons) verwijderen',
    '(bel|mail|app|sms|schrijf|contacteer|stuur) <beleefd> (niet|nooit) meer',
    '(bel|mail|app|sms|schrijf|contacteer) (me|mij|ons) <beleefd> niet',
    'meld (me|mij|ons) [hierbij|graag] af',
  ],
  questions: ['[en|maar|dus] (waarom|wanneer|hoe|hoezo|hoe vaak)', '(heb|hebben) (je|jullie|u)'],
  requests: [
    '(kunt|kun|kan|kunnen|wilt|wil|willen|zou|zouden) (u|je|jij|jullie)',
    'aub',
    'ajb',
    'svp',
    'alsjeblieft',
    'alstublieft',
    'graag',
  ],
  limits: ['(bel|mail|app|sms|contacteer|schrijf|benader) (me|mij|ons) <beleefd> (niet|nooit) meer <grens>'],
  harmless: [
    '(krijg|krijgen|krijgt|ontvang|ontvangen|ontvangt) [ik|we|wij|hij|zij] [nu|al|dan|nog|ook] [van (jullie|u)] geen [verdere] <berichten> [meer]',
    'stop (met|bij|in|op|aan|voor)',
    '(hou|houd) op (met|te)',
    '(kan|kon|kunnen|konden) [ik|we|wij|je|u|hem|haar|hun|jullie] [nu|hem|haar|je|u] niet meer <sturen>',
  ],
  negators: ['niet', 'nooit', 'geen'],
  cues: {
    '(wil|willen) [ik|wij|we] niet (gebeld|gemaild|benaderd|gecontacteerd|lastiggevallen|geappt)': 3.6,
    'val (me|mij|ons) <beleefd> (niet|nooit) [meer] lastig': 3.6,
    '(afmelden|uitschrijven|afmeldlink)': 3.4,
    '(stalking|lastigvallen|avg|bel me niet register)': 2.4,
    '(verkeerd nummer|verkeerde nummer)': 4.5,
    'stop [nu] met [al] (dit|dat|deze onzin|de|die|deze|jullie|uw|al) [<berichten>|gebel|gespam|onzin]': 3.6,
    'stop [nu] met <berichten>': 3.6,
    '(hou|houd) [nu|eens] op met [me|mij|ons] [<berichten>] [te] <sturen>': 3.6,
    '(niet|nooit) meer <sturen>': 3.5,
    '(niet|nooit) (meer|langer) [door (jullie|u)] (gebeld|gemaild|benaderd|gecontacteerd|lastiggevallen|geappt)': 3.5,
    '(wil|willen) [ik|we|wij] [van (jullie|u|je)] niets meer [van (jullie|u|je)] (horen|ontvangen|weten|lezen)': 3.6,
    '(geen|geen enkel) [verder] contact meer': 3.6,
    '(verwijder|verwijdert|verwijderen|wis|wist|wissen|schrap|schrappen|delete|haal) <beleefd> <gegevens>': 3.6,
    '<gegevens> <beleefd> [te|laten|worden] (verwijderen|verwijderd|wissen|gewist|schrappen)': 3.6,
    'verwijdering van <gegevens>': 3.6,
    '(maak|teken|maken) [ik|wij] [hierbij] bezwaar': 3.6,
    'bezwaar tegen (het gebruik|de verwerking|verwerking|direct marketing|reclame|<berichten>)': 3.6,
    'recht (op|van) (vergetelheid|verwijdering|bezwaar)': 3.6,
    'geen toestemming (meer|gegeven|om mij|om me)': 3.5,
  },
};
