import type { LanguagePhrases } from './language-phrases.js';

export const italian: LanguagePhrases = {
  code: 'it',
  sets: {
    messaggi: '(messaggi|messaggio|mail|email|e mail|sms|chiamate|telefonate|pubblicita|newsletter|offerte|comunicazioni|nulla|niente)',
    disturbare:
      '(scrivermi|chiamarmi|contattarmi|disturbarmi|telefonarmi|importunarmi|scriverci|chiamarci|contattarci|mandare messaggi|inviare messaggi)',
    lista:
      '(da|dalla|dalle|dal|dai) [vostra|sua|tua|vostre|vostro|questa|vostri] (lista|liste|mailing list|elenco|elenchi|database|newsletter|contatti)',
    mio: '(il mio numero|la mia mail|la mia email|il mio indirizzo|i miei dati|il mio nome|il mio contatto)',

    togliere:
      '(cancellate|cancelli|cancella|cancellare|cancellino|rimuovete|rimuova|rimuovi|rimuovere|eliminate|elimini|elimina|eliminare|togliete|tolga|togli|togliere|cancellazione di)',
    miei: '[tutti] (il (mio|nostro) (numero|indirizzo|nome|contatto|nominativo|account|profilo|telefono)|la (mia|nostra) (mail|email|e mail|iscrizione|utenza)|i (miei|nostri) (dati|contatti|recapiti))',
    limite: '(la sera|di (sera|notte|domenica)|la domenica|al lavoro|prima|dopo|fino|cosi (tardi|presto)|a questora)',
  },
  keywords: [
    ...['stop', 'basta', 'cancella', 'cancellami', 'cancellatemi', 'cancellazione', 'disiscrivimi', 'disiscrivetemi', 'disiscrizione'],
    ...['disiscrivere', 'disiscrivermi', 'annulla', 'rimuovi', 'rimuovimi', 'fermare', 'basta <messaggi>'],
  ],
  courtesies: ['per favore', 'per piacere', 'grazie', 'subito', 'ora', 'ciao', 'prego', 'salve', 'buongiorno'],
  sentences: [
    '(smettete|smettetela|smetta|smettila|smetti|basta|finitela) di <disturbare>',
    '(smettete|smettetela|smetta|smettila|smetti|basta|finitela) di (mandarmi|inviarmi|mandarci|inviarci) [altri|altre|questi|queste|i vostri|le vostre|tutti questi|tutte queste] <messaggi>',
    'non (scrivetemi|scrivermi|mi scriva|mi scrivete|chiamatemi|chiamarmi|mi chiami|mi chiamate|contattatemi|contattarmi|mi contatti|mi contattate|mandatemi|mandarmi|inviatemi|inviarmi|disturbatemi|mi disturbi|mi mandi|mi inviate) (piu|mai piu) [<messaggi>]',
    'non (voglio|desidero|intendo|vorrei|vogliamo) (piu|mai piu) (ricevere|essere)',
    'non (voglio|desidero|intendo|vorrei) (ricevere [altre|altri|piu|le vostre|i vostri] <messaggi>|essere (contattato|contattata|chiamato|chiamata|disturbato|disturbata))',
    '(cancellatemi|cancellami|mi cancelli|rimuovetemi|rimuovimi|toglietemi|toglimi|eliminatemi|mi tolga|mi rimuova|disiscrivetemi|disiscrivimi) <lista>',
    '(cancellate|togliete|rimuovete|eliminate|cancella|togli|rimuovi|elimina) <mio> <lista>',
    '(disiscrivetemi|disiscrivimi|mi disiscriva)',
    '(lasciatemi|lasciami|mi lasci|lasciateci) (in pace|stare)',
    '(voglio|vorrei|desidero) (disiscrivermi|cancellarmi|cancellare (liscrizione|la mia iscrizione))',
    '(revoco|ritiro) il [mio] consenso',
  ],
  closings: [
    '(smettete|smettetela|smetta|smettila|smetti|basta|finitela) di (mandarmi|inviarmi|mandarci|inviarci)',
    '(cancellatemi|rimuovetemi|toglietemi|eliminatemi)',
    'basta <messaggi>',
    'non (contattatemi|chiamatemi|scrivetemi)',
  ],
  orders: ['basta', 'smettetela', 'smettila', 'la smetta', 'finitela'],
  endings: [
    'non (scrivermi|chiamarmi|contattarmi|disturbarmi|telefonarmi) [piu]',
    'mi (cancelli|cancelliate|cancellate|rimuova|rimuovete|rimuoviate|tolga|togliate|elimini|eliminiate)',
    'non (mi|ci) (chiami|chiamate|chiamare|scriva|scrivete|scrivere|contatti|contattate|contattare|disturbi|disturbate|disturbare|cerchi|cercate) [piu]',
    'non (disturbate|disturbare|disturbi|insista|insistete)',
  ],
  questions: ['[e|ma] (perche|quando|come mai|come|quante volte)'],
  requests: ['(puo|potete|potrebbe|potreste|puoi|potresti)', 'per favore', 'per piacere'],
  limits: [
    'non (scrivetemi|mi scriva|mi scrivete|chiamatemi|mi chiami|mi chiamate|contattatemi|mi contatti) (piu|mai piu) <limite>',
    '(smettete|smettetela|smetta|smettila|smetti) di <disturbare> <limite>',
  ],
  harmless: [
    'basta ho (deciso|scelto|capito)',
    '(perche|come mai) non (mi|ci) (chiami|chiamate|chiama|scrive|scrivi|scriva|scrivete|contatta|contatti|contattate) [piu]',
    'basta (un|una|uno|che|poco|solo|anche|cosi|con|chiamare|inviare|mandare|scrivere|la|il|lo|i|le)',
  ],
  negators: ['non', 'mai', 'senza'],
  cues: {
    '(essere|venire) (cancellato|cancellata|rimosso|rimossa|tolto|tolta|eliminato|eliminata)': 3.5,
    '(disiscrivere|disiscrizione|cancellare liscrizione)': 3.4,
    '(molestie|garante|gdpr)': 2.4,
    'numero sbagliato': 4.5,
    '<togliere> [subito|per favore] <miei>': 3.6,
    '(cancellazione|rimozione|eliminazione) (dei miei dati|del mio (numero|nominativo|contatto|indirizzo|account)|della mia (mail|email|iscrizione))': 3.6,
    '(cancellarmi|rimuovermi|togliermi|eliminarmi) (da|dal|dalla|dai|dalle)': 3.5,
    'mi oppongo (al (trattamento|marketing)|alluso|allutilizzo|alla (ricezione|pubblicita)|a (ricevere|qualsiasi|ogni|ulteriori))': 3.6,
    'diritto (alloblio|di opposizione|alla cancellazione|di oppormi)': 3.6,
    'non (acconsento|autorizzo|presto il consenso|do il consenso|do il mio consenso)': 3.5,
    'non (voglio|vorrei|desidero|vogliamo) (piu|mai piu) (sentirvi|sentirla|sentirti|contatti|avere (contatti|a che fare)|sapere (nulla|niente)|<messaggi>|che mi)': 3.6,
    'non (voglio|vorrei|desidero) (essere|venire) (piu|mai piu) (contattato|contattata|chiamato|chiamata|disturbato|disturbata)': 3.6,
    'non (chiamare|scrivere|contattare|chiamate|scrivete|contattate|chiami|scriva|contatti|mandate|inviate|mandare|inviare) (piu|mai piu)': 3.6,
    'smettere di (<disturbare>|mandarmi|inviarmi)': 3.6,
    '(basta|smettetela|smettila|la smetta) (con|di) [queste|questi|le vostre|i vostri|le|i] <messaggi>': 3.6,
  },
};
