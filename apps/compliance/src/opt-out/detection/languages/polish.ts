import type { LanguagePhrases } from './language-phrases.js';

export const polish: LanguagePhrases = {
  code: 'pl',
  sets: {
    wiadomosci: '(wiadomosci|smsow|sms ow|maili|emaili|e maili|telefonow|reklam|ofert|newslettera|spamu|kontaktu)',
    pisac: '(pisac|dzwonic|wysylac|przysylac|kontaktowac sie|nekac|spamowac|wydzwaniac|kontaktowac)',
    piszcie: '(pisz|piszcie|dzwon|dzwoncie|wysylaj|wysylajcie|przysylaj|przysylajcie|kontaktuj|kontaktujcie)',
    mnie: '(mnie|nas|moj numer|moj adres|moje dane|moj email|moj e mail|moj mail|moj telefon)',
    lista:
      '(z|ze) [waszej|panstwa|tej|swojej|twojej|wszystkich|pana|pani] (listy|bazy|bazy danych|list|listy mailingowej|newslettera|listy kontaktow)',
  },
  keywords: [
    ...['stop', 'wypisz', 'wypisz mnie', 'wypisac', 'rezygnuje', 'rezygnacja', 'koniec', 'anuluj', 'usun', 'usun mnie'],
    ...['nie (pisz|dzwon|wysylaj)', 'dosc'],
  ],
  courtesies: ['prosze', 'dziekuje', 'natychmiast', 'teraz', 'dzien dobry', 'juz', 'z gory'],
  sentences: [
    '(przestan|przestancie|przestac) [do mnie|mnie|mi] <pisac>',
    'nie <piszcie> [sie] [juz|wiecej] (do mnie|do nas|mi|ze mna|wiecej|juz) [wiecej|juz]',
    'prosze [juz|wiecej] nie <pisac> [do mnie|ze mna|mi|sie ze mna] (wiecej|do mnie|ze mna|mi|juz)',
    'prosze (juz|wiecej) [do mnie] nie <pisac>',
    '(usunac|usuncie|usun|usuniecie|wykreslic|wykreslcie|wykresl|skreslic|wypisac|wypiszcie|wypisz) <mnie> <lista>',
    '(wypiszcie|wypisz|wypisac) mnie',
    'nie (chce|zycze sobie|zyczymy sobie|chcemy) [juz|wiecej] [wiecej|juz] (otrzymywac|dostawac|waszych|<wiadomosci>)',
    '(chce|chcialbym|chcialabym) sie wypisac',
    '(cofam|wycofuje|odwoluje) [moja|swoja] zgode',
    '(dajcie|daj|dac) mi [swiety] spokoj',
    'rezygnuje z [otrzymywania|waszych|waszego|subskrypcji] <wiadomosci>',
    'zostawcie mnie w spokoju',
  ],
  closings: ['nie <piszcie> wiecej', 'zadnych wiecej <wiadomosci>'],
  negators: ['nie', 'nigdy', 'bez'],
  cues: {
    '(wypisac|rezygnuje|wypisuje sie)': 3.3,
    '(nekanie|rodo|uodo)': 2.4,
    '(pomylka|zly numer)': 3.5,
  },
};
