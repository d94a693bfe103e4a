import type { LanguagePhrases } from './language-phrases.js';

export const german: LanguagePhrases = {
  code: 'de',
  sets: {
    nachrichten: '(nachrichten|nachricht|mails|e mails|emails|sms|werbung|newsletter|anrufe|angebote|werbemails|briefe|whatsapps)',
    mich: '(mich|uns|meine nummer|meine telefonnummer|meine adresse|meine mailadresse|meine e mail adresse|meine daten|meinen namen)',
    liste:
      '(der liste|ihrer liste|eurer liste|deiner liste|dem verteiler|ihrem verteiler|eurem verteiler|der datenbank|ihrer datenbank|der kartei|dem newsletter|ihrem newsletter|ihrem system|der mailingliste|ihrer mailingliste)',
    will: '(mochte|moechte|will|wunsche|wuensche|wollen|mochten|moechten)',
  },
  keywords: [
    ...['stop', 'stopp', 'abmelden', 'abmeldung', 'abbestellen', 'austragen', 'austragung', 'widerruf', 'ende'],
    ...[
      'keine <nachrichten> mehr',
      'keine werbung',
      '(mich|newsletter) (abmelden|austragen|abbestellen)',
      'nicht mehr (schreiben|anrufen)',
    ],
  ],
  courtesies: ['bitte', 'danke', 'sofort', 'jetzt', 'hallo', 'vielen dank', 'endlich', 'ab sofort'],
  sentences: [
    '(melden|tragen) sie <mich> [bitte] (ab|aus)',
    '(nehmen|streichen|loschen|loeschen|entfernen|tragen) sie <mich> [bitte] (aus|von) <liste>',
    '(nimm|nehmt|streich|streiche|streicht|losch|losche|loscht|entfern|entferne|entfernt|trag|tragt) <mich> [bitte] (aus|von) <liste>',
    '(schreiben sie|schreib|schreibe|schreibt) (mir|uns) [bitte] (nicht|nie) (mehr|wieder)',
    '(kontaktieren sie|kontaktier|kontaktiere|kontaktiert|belastigen sie) (mich|uns) [bitte] (nicht|nie) (mehr|wieder|weiter)',
    '(rufen sie|ruf|rufe|ruft) (mich|uns) [bitte] (nicht|nie) (mehr|wieder) an',
    '(schicken sie|senden sie|schick|schickt|sende|sendet) (mir|uns) [bitte] (keine|nie wieder) [weiteren] <nachrichten> [mehr]',
    '(horen|hoeren) sie [bitte] [endlich] auf (mir|mich|uns)',
    '(hor|hoer|hort) [bitte] [endlich] auf (mir|mich|uns)',
    '<will> [von ihnen|ab sofort] keine [weiteren|weitere] <nachrichten> [von ihnen] (mehr|erhalten|bekommen|empfangen)',
    '<will> [von ihnen] nicht (mehr|weiter|langer) [von ihnen] (kontaktiert|angerufen|angeschrieben|belastigt|belaestigt) werden',
    '<will> (mich|uns) [bitte|gerne|hiermit] (abmelden|austragen)',
    '(lassen sie|lass|lasst) (mich|uns) [bitte] [endlich] in (ruhe|frieden)',
    'widerrufe [ich] [hiermit] (meine|die) (einwilligung|zustimmung)',
    'widerspreche [ich] [hiermit] (der|jeder|einer) [weiteren] (werbung|kontaktaufnahme|zusendung|nutzung|verarbeitung)',
    'kein interesse an ihren <nachrichten>',
  ],
  closings: [
    '(keine|bitte keine) [weiteren] <nachrichten> mehr',
    '<nachrichten> abbestellen',
    '(mochte|moechte|will) keine [weiteren] <nachrichten>',
  ],
  negators: ['nicht', 'nie', 'niemals', 'kein'],
  cues: {
    '(abmelden|abbestellen|austragen)': 3.4,
    '(widerrufe|widerspreche|widerruf|widerspruch)': 3.4,
    '(dsgvo|belastigung|belaestigung|anwalt)': 2.4,
    'nicht (mehr|wieder) (schreiben|anrufen|kontaktieren|melden)': 3.5,
    'falsche nummer': 4.5,
  },
};
