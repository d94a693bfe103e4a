import type { LanguagePhrases } from './language-phrases.js';

export const italian: LanguagePhrases = {
  code: 'it',
  sets: {
    messaggi: '(messaggi|messaggio|mail|email|e mail|sms|chiamate|telefonate|pubblicita|newsletter|offerte|comunicazioni|nulla|niente)',
    disturbare:
      '(scrivermi|chiamarmi|contattarmi|mandarmi|inviarmi|disturbarmi|telefonarmi|importunarmi|scriverci|chiamarci|contattarci|mandare messaggi|inviare messaggi)',
    lista:
      '(da|dalla|dalle|dal|dai) [vostra|sua|tua|vostre|vostro|questa|vostri] (lista|liste|mailing list|elenco|elenchi|database|newsletter|contatti)',
    mio: '(il mio numero|la mia mail|la mia email|il mio indirizzo|i miei dati|il mio nome|il mio contatto)',
  },
  keywords: [
    ...['stop', 'basta', 'cancella', 'cancellami', 'cancellatemi', 'cancellazione', 'disiscrivimi', 'disiscrivetemi', 'disiscrizione'],
    ...['disiscrivere', 'disiscrivermi', 'annulla', 'rimuovi', 'rimuovimi', 'fermare', 'basta <messaggi>'],
  ],
  courtesies: ['per favore', 'per piacere', 'grazie', 'subito', 'ora', 'ciao', 'prego', 'salve', 'buongiorno'],
  sentences: [
    '(smettete|smettetela|smetta|smettila|smetti|basta|finitela) di <disturbare>',
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
  closings: ['(cancellatemi|rimuovetemi|toglietemi|eliminatemi)', 'basta <messaggi>', 'non (contattatemi|chiamatemi|scrivetemi)'],
  negators: ['non', 'mai', 'senza'],
  cues: {
    '(disiscrivere|disiscrizione|cancellare liscrizione)': 3.4,
    '(molestie|garante|gdpr)': 2.4,
    'numero sbagliato': 4.5,
  },
};
