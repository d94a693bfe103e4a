import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openTable } from '../table/open-table.js';
import { bytesOf } from '../xlsx/zip.fixture.spec.js';
import { suggestMapping } from './suggest-mapping.rules.js';

/** The fields of the columns that were recognised. */
function fieldsOf(headings: readonly string[], rows: readonly (readonly string[])[] = []): Record<string, string> {
  const known = suggestMapping(headings, rows).filter(({ because }) => because !== 'unrecognised');
  return Object.fromEntries(known.map(({ heading, field }) => [heading, field]));
}

describe('a column is known', () => {
  it('by its heading in any spelling, when there are no values', () => {
    expect(fieldsOf(['FIRSTNAME', 'Last_Name', 'E-Mail', 'MAILINGPOSTALCODE', 'Budget__c', 'JobTitle'])).toEqual({
      FIRSTNAME: 'firstName',
      Last_Name: 'lastName',
      'E-Mail': 'email',
      MAILINGPOSTALCODE: 'address.postalCode',
      Budget__c: 'budget',
      JobTitle: 'jobTitle',
    });
  });

  it('by its values, when the heading says nothing', () => {
    const rows = [
      ['ada@x.com', '+49 30 901820', 'Europe/Berlin', 'https://x.com/a', 'Deutschland', '17'],
      ['bob@y.org', '(555) 123-4567', 'America/New_York', 'http://y.org', 'France', '4'],
    ];
    expect(fieldsOf(['a', 'b', 'c', 'd', 'e', 'f'], rows)).toEqual({
      a: 'email',
      b: 'phone',
      c: 'timeZone',
      d: 'website',
      e: 'address.country',
    });
  });

  it('by the address of the person it is about, not of who looks after it', () => {
    expect(
      fieldsOf(
        ['Deal Owner', 'Associated Contact Email'],
        [
          ['ann@ours.com', 'kim@x.com'],
          ['bob@ours.com', 'lee@y.org'],
        ],
      ),
    ).toEqual({ 'Deal Owner': 'ownerEmail', 'Associated Contact Email': 'email' });
  });

  it('as the day it was captured, in whichever way days are written that rows are read by', () => {
    for (const day of ['15.03.2024', '3/15/24', 'Mar 15, 2024', '2024-03-15 10:00:00', '15 March 2024, 2:05 pm'])
      expect([day, fieldsOf(['Created'], [[day]])['Created'], fieldsOf(['Create Date'], [[day]])['Create Date']]).toEqual([
        day,
        undefined,
        'capturedAt',
      ]);
    expect(fieldsOf(['Create Date'], [['15 mars 2024']])).toEqual({});
  });

  it('by its values where they contradict the heading', () => {
    expect(
      fieldsOf(
        ['Email', 'Phone'],
        [
          ['+49 30 901820', 'a@x.com'],
          ['+33 1 42 68 53 00', 'b@x.com'],
        ],
      ),
    ).toEqual({ Email: 'phone', Phone: 'email' });
    expect(
      fieldsOf(
        ['email', 'created_at'],
        [
          ['yes', 'red'],
          ['no', 'blue'],
        ],
      ),
    ).toEqual({});
  });

  it('once: of several the one whose values fit best, or that stands first', () => {
    expect(
      fieldsOf(
        ['Mobile', 'Phone', 'Work Phone'],
        [
          ['', 'x', '030 901820'],
          ['', 'y', ''],
        ],
      ),
    ).toEqual({ 'Work Phone': 'phone' });
    expect(fieldsOf(['email', 'Email (2)'], [['a@x.com', 'b@x.com']])).toEqual({ email: 'email' });
  });

  it.each([
    [['Name', 'Vorname'], { Name: 'lastName', Vorname: 'firstName' }],
    [['Name', 'Surname'], { Name: 'firstName', Surname: 'lastName' }],
    [['Nombre', 'Apellidos'], { Nombre: 'firstName', Apellidos: 'lastName' }],
    [['Nom', 'Prénom'], { Nom: 'lastName', Prénom: 'firstName' }],
    [['Nom', 'Ville'], { Nom: 'fullName', Ville: 'address.city' }],
    [['Full Name', 'First Name', 'Last Name'], { 'First Name': 'firstName', 'Last Name': 'lastName' }],
  ])('of names by its company: %j', (headings, fields) => {
    expect(fieldsOf(headings)).toEqual(fields);
  });

  it('as custom field under a key of its own otherwise, unless it is empty', () => {
    const suggestions = suggestMapping(['Shoe Size', 'Größe', 'नोट', '', '2nd', 'shoe-size'], [['42', 'L', 'x', '', 'a', 'b']]);
    expect(suggestions.map(({ field, confidence01, because }) => [field, confidence01 < 0.4, because])).toEqual([
      ['customField:shoe_size', true, 'unrecognised'],
      ['customField:grosse', true, 'unrecognised'],
      ['customField:column_3', true, 'unrecognised'],
      ['customField:nd', true, 'unrecognised'],
      ['customField:shoe_size_6', true, 'unrecognised'],
    ]);
  });
});

describe('columns on consent', () => {
  it.each([
    ['Do Not Email', 'doNotContact.email', 'forbidden'],
    ['HasOptedOutOfEmail', 'doNotContact.email', 'forbidden'],
    ['Unsubscribed from all email', 'doNotContact.email', 'forbidden'],
    ['DoNotCall', 'doNotContact.voice', 'forbidden'],
    ['Ne pas appeler', 'doNotContact.voice', 'forbidden'],
    ['SMS Opt-Out', 'doNotContact.sms', 'forbidden'],
    ['Do not contact', 'doNotContact.all', 'forbidden'],
    ['Email Opt-In', 'consent.email', 'allowed'],
    ['Accepts Email Marketing', 'consent.email', 'allowed'],
    ['Einwilligung', 'consent.email', 'allowed'],
    ['SMS consent', 'consent.sms', 'allowed'],
  ])('%s is %s, where a yes means %s', (heading, field, yesMeans) => {
    for (const rows of [[], [['Yes'], ['']], [['0'], ['1']], [['ja'], ['nein']]])
      expect(suggestMapping([heading], rows)).toMatchObject([{ field, yesMeans }]);
  });

  it('are none when they hold anything but yes and no', () => {
    expect(
      fieldsOf(
        ['Consent', 'Do not call'],
        [
          ['2024-01-01', 'after 5'],
          ['2024-01-02', 'weekends'],
        ],
      ),
    ).toEqual({});
  });
});

const folder = join(process.env['SHARED_DATA'] ?? '../shared/data');
const whereGiven = existsSync(folder) ? describe : describe.skip;
const messy = '09_crm_csv_samples/messy_lead_exports';

whereGiven(`the exports in ${folder} (skipped where absent)`, () => {
  async function mappingOf(name: string) {
    const table = await openTable(bytesOf(readFileSync(join(folder, name)), 1_000), { fileName: name });
    const rows: string[][] = [];
    for await (const block of table.rows) rows.push(...block.map(({ cells }) => cells));
    return fieldsOf(table.columns, rows.slice(0, 100));
  }

  it.each<[string, Record<string, string>]>([
    [`${messy}/rw-agency-chaos.csv`, { 'Lead ID': 'externalId', Contact: 'fullName', 'Email / Phone': 'email', Status: 'status' }],
    [`${messy}/rw-duplicate-mixed-columns.csv`, { name: 'fullName', email: 'email', phone: 'phone' }],
    [
      `${messy}/rw-european-semicolon.csv`,
      { Nom: 'fullName', Email: 'email', Téléphone: 'phone', Entreprise: 'company', Statut: 'status' },
    ],
    [`${messy}/rw-excel-messy-export.csv`, { 'Lead Name': 'fullName', 'EMAIL ADDRESS': 'email', 'Whatsapp Number': 'phone' }],
    [
      `${messy}/rw-facebook-leads-realistic.csv`,
      {
        id: 'externalId',
        created_time: 'capturedAt',
        ad_name: 'sourceMetadata.adName',
        adset_name: 'sourceMetadata.adSetName',
        campaign_name: 'sourceMetadata.campaign',
        form_name: 'sourceMetadata.formName',
        platform: 'sourceMetadata.platform',
        full_name: 'fullName',
        email: 'email',
        phone_number: 'phone',
        city: 'address.city',
        state: 'address.region',
        country: 'address.country',
      },
    ],
    [
      `${messy}/rw-google-ads-realistic.csv`,
      {
        'Google Click ID': 'sourceMetadata.gclid',
        'Conversion Time': 'capturedAt',
        'User Email': 'email',
        'User Phone': 'phone',
        Keyword: 'sourceMetadata.keyword',
        'Match Type': 'sourceMetadata.matchType',
        Device: 'sourceMetadata.device',
        Campaign: 'sourceMetadata.campaign',
      },
    ],
    [`${messy}/rw-horrible-headers-mixed.csv`, { Name: 'fullName', 'EMAIL ADDRESS': 'email', 'Mobile No.': 'phone' }],
    [`${messy}/rw-rtl-arabic-headers.csv`, { الاسم: 'fullName', البريد: 'email', الهاتف: 'phone', Company: 'company' }],
    [
      `${messy}/rw-salesforce-leads.csv`,
      {
        'Lead ID': 'externalId',
        FirstName: 'firstName',
        LastName: 'lastName',
        Email: 'email',
        Phone: 'phone',
        Company: 'company',
        LeadSource: 'source',
        Status: 'status',
      },
    ],
    [
      `${messy}/rw-zoho-crm-export.csv`,
      { 'Lead Name': 'fullName', Email: 'email', Phone: 'phone', 'Lead Source': 'source', 'Lead Status': 'status' },
    ],
    [
      '09_crm_csv_samples/hubspot_dummy/hubspot_contacts.csv',
      {
        'Contact ID': 'externalId',
        'First Name': 'firstName',
        'Last Name': 'lastName',
        Email: 'email',
        'Phone Number': 'phone',
        'Job Title': 'jobTitle',
        'Lifecycle Stage': 'lifecycleStage',
        'Lead Status': 'status',
        'Create Date': 'capturedAt',
        'Contact Owner': 'ownerEmail',
        'Lead Source': 'source',
        'Website URL': 'website',
        'Street Address': 'address.street',
        City: 'address.city',
        'State/Region': 'address.region',
        'Postal Code': 'address.postalCode',
        Country: 'address.country',
      },
    ],
    [
      '02_xeducation_leads/leads_2000.csv',
      {
        'Prospect ID': 'externalId',
        'Lead Source': 'source',
        'Do Not Email': 'doNotContact.email',
        'Do Not Call': 'doNotContact.voice',
        Country: 'address.country',
        City: 'address.city',
        'What is your current occupation': 'jobTitle',
        Tags: 'tags',
      },
    ],
    ['01_olist_funnel/closed_deals_cleaned_iso.csv', { mql_id: 'externalId' }],
  ])('%s', async (name, fields) => {
    expect(await mappingOf(name)).toEqual(fields);
  });

  it('hold headings, every one of them', async () => {
    for (const name of readdirSync(join(folder, messy))) {
      const content = readFileSync(join(folder, messy, name));
      expect([name, (await openTable(bytesOf(content), { fileName: name })).hasHeadings]).toEqual([name, true]);
    }
  });

  it('of Salesforce, by the names of its fields', () => {
    const { records } = JSON.parse(readFileSync(join(folder, '09_crm_csv_samples/salesforce_treeapi/Lead.json'), 'utf8')) as {
      records: Record<string, unknown>[];
    };
    const headings = [...new Set(records.flatMap((record) => Object.keys(record)))].filter((name) => name !== 'attributes');
    const rows = records.map((record) => headings.map((name) => String(record[name] ?? '')));
    expect(fieldsOf(headings, rows)).toMatchObject({
      FirstName: 'firstName',
      LastName: 'lastName',
      Email: 'email',
      Phone: 'phone',
      Company: 'company',
      Title: 'jobTitle',
      LeadSource: 'source',
      City: 'address.city',
      State: 'address.region',
      Country: 'address.country',
      Status: 'status',
    });
  });
});
