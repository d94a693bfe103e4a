import type { LanguagePhrases } from './language-phrases.js';

export const romanian: LanguagePhrases = {
  code: 'ro',
  sets: {
    mesaje: '(mesaje|mesajele|sms uri|smsuri|emailuri|emailurile|email uri|mailuri|telefoane|apeluri|reclame|oferte|newslettere|nimic)',
    ma: '(ma|numarul meu|adresa mea|datele mele|emailul meu|numele meu)',
    lista: '(de pe|din) [toate] (lista|listele|lista dvs|baza|baza de date|lista voastra|lista dumneavoastra)',
    contactati: '(contactati|contacta|sunati|suna|deranjati|deranja|cautati|hartuiti|apelati)',
    scrieti: '(scrieti|scrie|trimiteti|trimite)',
  },
  keywords: [
    ...['stop', 'dezabonare', 'dezabonati', 'dezabonez', '(dezabonati|dezaboneaza) ma', 'dezaboneaza', 'opriti', 'opreste', 'renunt'],
    'fara <mesaje>',
  ],
  courtesies: ['va rog', 'te rog', 'multumesc', 'mersi', 'acum', 'imediat', 'buna ziua', 'buna'],
  sentences: [
    '(dezabonati|dezaboneaza) (ma|ne)',
    '(scoateti|scoate|stergeti|sterge|eliminati|elimina) <ma> <lista>',
    'nu (ma|ne) mai <contactati>',
    'nu (imi|mi|ne) mai <scrieti>',
    'nu (mai vreau|vreau|mai doresc|doresc) sa [mai] (primesc|fiu (contactat|contactata|sunat|sunata|deranjat|deranjata))',
    'nu (mai vreau|mai doresc|vreau|doresc) [alte] <mesaje>',
    '(incetati|inceteaza|opriti va|terminati) (sa (ma|imi|mi|ne) [mai] (<contactati>|<scrieti>)|cu <mesaje>|din a (ma|imi))',
    '(lasati|lasa) (ma|ne) in pace',
    '(doresc|vreau|as dori|as vrea) sa ma dezabonez',
    'retrag (acordul|consimtamantul)',
  ],
  closings: ['(scoateti|stergeti|eliminati) ma'],
  negators: ['nu', 'niciodata', 'fara'],
  cues: {
    '(dezabonare|dezabonez|dezabonati)': 3.4,
    '(hartuire|anpc|gdpr)': 2.4,
    'numar gresit': 4.5,
  },
};
