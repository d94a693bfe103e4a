import type { ImportTarget } from '@leadstream/contracts';

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
