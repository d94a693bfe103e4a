import type { ImportTarget } from '@leadstream/contracts';
import type { SuggestedField } from '../mapping/suggested-field.js';

/**
 * Headings by which exports of CRMs, ad platforms and spreadsheets name what we keep; in the form of `headingKey`.
 * Of several columns for one field the one named first here wins.
 */
export const HEADING_SYNONYMS: readonly (readonly [ImportTarget, readonly string[]])[] = [
  ['externalId', ['external id', 'lead id', 'mql id', 'contact id', 'record id', 'customer id', 'id']],
  ['firstName', ['first name', 'given name', 'forename', 'firstname']],
  ['lastName', ['last name', 'family name', 'surname', 'lastname']],
  ['email', ['email', 'e mail', 'email address', 'e mail address', 'mail', 'user email', 'contact email']],
  [
    'phone',
    ['phone', 'phone number', 'mobile', 'mobile phone', 'mobile number', 'mobile phone number', 'telephone', 'tel', 'user phone', 'cell'],
  ],
  ['phoneRegion', ['phone region', 'phone country', 'region code', 'country code']],
  ['company', ['company', 'company name', 'organization', 'organisation', 'account name', 'business name']],
  ['tags', ['tags', 'tag', 'labels']],
  ['timeZone', ['time zone', 'timezone', 'tz']],
  ['source', ['source', 'lead source', 'leadsource', 'original source', 'origin', 'channel']],
  [
    'capturedAt',
    [
      'captured at',
      'first contact date',
      'first contact',
      'create date',
      'created time',
      'created at',
      'created date',
      'conversion time',
      'submitted at',
    ],
  ],
  ['status', ['status', 'lead status', 'stage']],
  ['statusChangedAt', ['status changed at', 'status date', 'won date', 'closed date', 'close date', 'converted date']],
  ['sourceMetadata.landingPageId', ['landing page id']],
  ['sourceMetadata.landingPage', ['landing page', 'landing page url']],
  ['sourceMetadata.campaign', ['campaign', 'campaign name']],
  ['sourceMetadata.adName', ['ad name']],
  ['sourceMetadata.keyword', ['keyword']],
  ['sourceMetadata.formName', ['form name']],
  ['sourceMetadata.referrer', ['referrer', 'referer']],
  ['sourceMetadata.gclid', ['gclid', 'google click id']],
  ['sourceMetadata.fbclid', ['fbclid', 'facebook click id']],
  ['sourceMetadata.utmSource', ['utm source']],
  ['sourceMetadata.utmMedium', ['utm medium']],
  ['sourceMetadata.utmCampaign', ['utm campaign']],
  ['sourceMetadata.utmTerm', ['utm term']],
  ['sourceMetadata.utmContent', ['utm content']],
];

/** A heading as it is compared: `First_Name`, `firstName` and ` FIRST NAME ` are the same. */
export function headingKey(heading: string): string {
  return heading
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/**
 * More names, in English and the languages of the exports we have seen, for suggestions that a person looks at: a heading may stand at several
 * fields, and the values decide. Without accents, as `foldedKey` compares them.
 */
export const SUGGESTED_HEADINGS: readonly (readonly [SuggestedField, readonly string[]])[] = [
  ['externalId', ['prospect id', 'record no', 'lead number', 'numero client', 'kundennummer']],
  [
    'fullName',
    ['full name', 'name', 'lead name', 'contact name', 'customer name', 'client name', 'contact', 'contact person', 'prospect name'],
  ],
  [
    'fullName',
    ['nom complet', 'nom et prenom', 'nom', 'vollstandiger name', 'ansprechpartner', 'kontakt', 'nombre completo', 'nombre', 'nome'],
  ],
  ['fullName', ['nome completo', 'पूरा नाम', 'नाम', 'الاسم الكامل', 'الاسم']],
  ['firstName', ['prenom', 'vorname', 'primer nombre', 'nombre', 'primeiro nome', 'nome', 'पहला नाम', 'الاسم الاول', 'name']],
  [
    'lastName',
    ['nom de famille', 'nachname', 'familienname', 'apellido', 'apellidos', 'sobrenome', 'cognome', 'اسم العائلة', 'nom', 'name'],
  ],
  ['email', ['email id', 'work email', 'business email', 'primary email', 'courriel', 'adresse email', 'adresse mail', 'mailadresse']],
  ['email', ['correo', 'correo electronico', 'endereco de email', 'associated contact email', 'ईमेल', 'البريد الالكتروني', 'البريد']],
  ['phone', ['phone no', 'mobile no', 'contact number', 'contact no', 'work phone', 'business phone', 'home phone', 'whatsapp number']],
  ['phone', ['whatsapp', 'numero de telephone', 'portable', 'telefon', 'telefonnummer', 'rufnummer', 'mobil', 'handy', 'handynummer']],
  [
    'phone',
    ['telefono', 'movil', 'celular', 'telefone', 'telemovel', 'फ़ोन', 'फ़ोन नंबर', 'मोबाइल', 'رقم الهاتف', 'الهاتف', 'الجوال', 'contact'],
  ],
  ['company', ['entreprise', 'societe', 'firma', 'firmenname', 'unternehmen', 'empresa', 'compania', 'azienda', 'कंपनी', 'الشركة']],
  ['jobTitle', ['job title', 'title', 'position', 'role', 'designation', 'fonction', 'poste', 'berufsbezeichnung', 'cargo', 'puesto']],
  ['jobTitle', ['occupation', 'what is your current occupation', 'पद', 'المسمى الوظيفي']],
  ['address.street', ['street', 'street address', 'address', 'address line 1', 'mailing street', 'billing street', 'rue', 'adresse']],
  ['address.street', ['strasse', 'straße', 'calle', 'direccion', 'rua', 'endereco', 'पता', 'العنوان']],
  ['address.city', ['city', 'town', 'mailing city', 'billing city', 'ville', 'stadt', 'ort', 'ciudad', 'cidade', 'शहर', 'المدينة']],
  [
    'address.region',
    ['state', 'region', 'state region', 'province', 'county', 'mailing state', 'billing state', 'bundesland', 'departement'],
  ],
  ['address.region', ['provincia', 'राज्य', 'المنطقة']],
  [
    'address.postalCode',
    ['postal code', 'zip', 'zip code', 'postcode', 'pin code', 'pincode', 'mailing postal code', 'billing postal code'],
  ],
  ['address.postalCode', ['code postal', 'plz', 'postleitzahl', 'codigo postal', 'cep', 'पिन कोड', 'الرمز البريدي']],
  ['address.country', ['country', 'country region', 'mailing country', 'billing country', 'pays', 'land', 'pais', 'देश', 'الدولة', 'البلد']],
  ['language', ['language', 'languages', 'preferred language', 'locale', 'langue', 'sprache', 'idioma', 'भाषा', 'اللغة']],
  ['lifecycleStage', ['lifecycle stage', 'life cycle stage', 'lifecycle']],
  ['ownerEmail', ['owner email', 'contact owner', 'lead owner', 'account owner', 'owner', 'assigned to', 'sales rep', 'proprietaire']],
  ['ownerEmail', ['deal owner', 'company owner', 'ticket owner', 'activity owner']],
  ['tags', ['tags', 'tag', 'labels', 'etiquettes', 'etiquetas', 'schlagworte']],
  ['budget', ['budget', 'budget range', 'price range', 'presupuesto', 'orcamento']],
  [
    'website',
    ['website', 'website url', 'web site', 'web', 'homepage', 'site web', 'sitio web', 'webseite', 'company domain', 'company domain name'],
  ],
  ['source', ['quelle', 'origine', 'fuente', 'origem', 'original source type', 'المصدر', 'स्रोत']],
  ['status', ['statut', 'etat', 'estado', 'situacao', 'स्थिति', 'الحالة']],
  ['capturedAt', ['date created', 'creation date', 'date de creation', 'erstellt am', 'fecha de creacion', 'data de criacao']],
  ['sourceMetadata.adSetName', ['adset name', 'ad set name']],
  ['sourceMetadata.platform', ['platform']],
  ['sourceMetadata.matchType', ['match type']],
  ['sourceMetadata.device', ['device']],
  ['doNotContact.all', ['do not contact', 'dnc all', 'ne pas contacter', 'nicht kontaktieren', 'no contactar']],
  [
    'doNotContact.email',
    ['do not email', 'do not mail', 'no email', 'email opt out', 'has opted out of email', 'opted out of email', 'unsubscribed'],
  ],
  [
    'doNotContact.email',
    [
      'unsubscribed from all email',
      'email unsubscribed',
      'desabonne',
      'abgemeldet',
      'keine e mails',
      'no enviar correo',
      'nao enviar email',
    ],
  ],
  [
    'doNotContact.voice',
    ['do not call', 'dnc', 'no calls', 'phone opt out', 'opted out of calls', 'ne pas appeler', 'nicht anrufen', 'no llamar', 'nao ligar'],
  ],
  ['doNotContact.sms', ['do not text', 'do not sms', 'sms opt out', 'opted out of sms']],
  [
    'consent.email',
    ['email opt in', 'email consent', 'email permission', 'accepts email marketing', 'subscribed', 'newsletter', 'newsletter opt in'],
  ],
  [
    'consent.email',
    ['opt in', 'marketing opt in', 'marketing consent', 'accepts marketing', 'gdpr consent', 'consent', 'consentement', 'einwilligung'],
  ],
  ['consent.email', ['consentimiento', 'consentimento', 'الموافقة', 'सहमति']],
  ['consent.voice', ['phone opt in', 'phone consent', 'call consent']],
  ['consent.sms', ['sms opt in', 'sms consent', 'accepts sms marketing']],
  ['consent.whatsapp', ['whatsapp opt in', 'whatsapp consent']],
];

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[☎☏📞📱📲]/gu, ' phone '],
  [/[✉📧📨]/gu, ' email '],
];

/** A heading as suggestions compare it: as `headingKey`, without accents, spaces and the suffix of Salesforce's custom fields. */
export function foldedKey(heading: string): string {
  const spelled = SIGNS.reduce((text, [sign, word]) => text.replace(sign, word), heading).replace(/__c$/i, '');
  return headingKey(spelled.normalize('NFKD').replace(/\p{M}/gu, '')).replaceAll(' ', '');
}

/** Fields by the folded names of their columns, each with the place of the name in the list of that field. */
export const FIELDS_BY_HEADING: ReadonlyMap<string, readonly { readonly field: SuggestedField; readonly rank: number }[]> = byHeading();

function byHeading() {
  const ranks = new Map<SuggestedField, number>();
  const found = new Map<string, { field: SuggestedField; rank: number }[]>();
  for (const [field, names] of [...HEADING_SYNONYMS, ...SUGGESTED_HEADINGS]) {
    for (const name of names) {
      const rank = ranks.get(field) ?? 0;
      ranks.set(field, rank + 1);
      const fields = found.get(foldedKey(name)) ?? [];
      found.set(foldedKey(name), [...fields, { field, rank }]);
    }
  }
  return found;
}

/** Whether a text is the name of a column rather than a value in one. */
export function isKnownHeading(text: string): boolean {
  return FIELDS_BY_HEADING.has(foldedKey(text));
}
