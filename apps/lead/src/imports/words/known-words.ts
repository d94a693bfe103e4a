import type { KnownLeadStatus, KnownLifecycleStage } from '@leadstream/contracts';

/**
 * What others call our statuses, in the form of `plainWord`: the lead statuses of HubSpot, Salesforce, Zoho, Dynamics and SugarCRM as they
 * are delivered, and usual ones of spreadsheets in the languages of the exports.
 */
export const STATUS_WORDS: Readonly<Record<KnownLeadStatus, readonly string[]>> = {
  new: [
    ...['open', 'open not contacted', 'not contacted', 'not yet contacted', 'uncontacted', 'untouched', 'fresh', 'assigned', 'raw'],
    ...['nouveau', 'nouvelle', 'neu', 'nuevo', 'novo', 'nova', 'nuovo', 'offen', 'ouvert', 'abierto'],
  ],
  contacted: [
    ...[
      'attempted',
      'attempted to contact',
      'attempted contact',
      'attempting contact',
      'working',
      'working contacted',
      'in progress',
      'in process',
    ],
    ...[
      'left voicemail',
      'reached out',
      'kontaktiert',
      'contacte',
      'contactado',
      'contatado',
      'contattato',
      'en cours',
      'in arbeit',
      'in bearbeitung',
    ],
  ],
  engaged: [
    'connected',
    'responded',
    'replied',
    'interested',
    'interesse',
    'interessiert',
    'interesado',
    'engage',
    'appointment',
    'meeting booked',
  ],
  qualified: [
    'open deal',
    'pre qualified',
    'prequalified',
    'qualifie',
    'qualifiziert',
    'calificado',
    'cualificado',
    'qualificado',
    'qualificato',
    'sql',
  ],
  nurturing: [
    'nurture',
    'nurtured',
    'bad timing',
    'contact in future',
    'contact in the future',
    'recycled',
    'recycle',
    'on hold',
    'later',
    'follow up',
  ],
  converted: [
    'closed converted',
    'closed won',
    'won',
    'customer',
    'converti',
    'konvertiert',
    'gewonnen',
    'ganado',
    'convertido',
    'gagne',
    'sold',
  ],
  lost: [
    ...[
      'unqualified',
      'not qualified',
      'disqualified',
      'junk',
      'junk lead',
      'lost lead',
      'dead',
      'closed not converted',
      'closed lost',
      'spam',
    ],
    ...['not interested', 'no interest', 'invalid', 'perdu', 'verloren', 'perdido', 'perso', 'non qualifie', 'unqualifiziert'],
  ],
};

/** What others call our lifecycle stages; an evangelist of HubSpot is a customer who speaks for the firm, its `Other` says nothing. */
export const STAGE_WORDS: Readonly<Record<KnownLifecycleStage | '', readonly string[]>> = {
  subscriber: ['newsletter', 'abonne', 'abonnent', 'suscriptor', 'assinante'],
  lead: ['prospect', 'interessent', 'raw lead'],
  'marketing-qualified': ['mql', 'marketing qualified lead'],
  'sales-qualified': ['sql', 'sal', 'sales qualified lead', 'sales accepted lead', 'sales accepted'],
  opportunity: ['opp', 'opportunite', 'oportunidad', 'oportunidade', 'verkaufschance'],
  customer: ['client', 'kunde', 'cliente', 'evangelist', 'paying customer', 'existing customer'],
  '': ['other', 'unknown'],
};

/** What others call the kinds of property. */
export const PROPERTY_WORDS: Readonly<Record<'house' | 'apartment' | 'land' | 'commercial' | 'other', readonly string[]>> = {
  house: [
    'villa',
    'townhouse',
    'town house',
    'single family',
    'single family home',
    'detached',
    'maison',
    'haus',
    'casa',
    'home',
    'duplex',
  ],
  apartment: ['flat', 'condo', 'condominium', 'studio', 'penthouse', 'appartement', 'wohnung', 'apartamento', 'piso'],
  land: ['plot', 'lot', 'terrain', 'grundstuck', 'terreno', 'acreage'],
  commercial: ['office', 'retail', 'shop', 'warehouse', 'industrial', 'gewerbe', 'local commercial'],
  other: ['unknown', 'misc', 'miscellaneous', 'sonstiges', 'autre', 'otro'],
};
