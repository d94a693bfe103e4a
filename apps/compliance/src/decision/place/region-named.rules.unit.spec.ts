import { describe, expect, it } from '@jest/globals';
import { regionNamed } from './region-named.rules.js';

const codes = (texts: readonly string[], country: string | null = 'US') =>
  texts.map((text) => [text, regionNamed(text, country)?.code] as const);

describe('a region', () => {
  it('is read from a name, letters, and what is written around them', () => {
    const florida = ['Florida', 'FL', 'fl', 'Fla', 'Fla.', 'fl.', 'F.L.', 'US-FL', 'us_fl', 'FL, USA', 'FL, US', 'Florida USA'];
    const around = ['FL 33101', 'FL 33101-1234', 'Florida, 33101', 'Miami, FL 33101, USA', 'Miami, Florida', 'Miami FL', 'MIAMI FL 33101'];
    const told = [
      'State of Florida',
      'the State of Florida',
      'Florida state',
      'Florida (FL)',
      'FL - Florida',
      'Fla., U.S.A.',
      'Florida, United States of America',
    ];
    for (const [text, code] of codes([...florida, ...around, ...told])) expect([text, code]).toEqual([text, 'FL']);
  });

  it('is read by the abbreviations of the Associated Press and the Government Publishing Office', () => {
    const abbreviated = {
      ...{
        Ala: 'AL',
        Ariz: 'AZ',
        Ark: 'AR',
        Calif: 'CA',
        Colo: 'CO',
        Conn: 'CT',
        Del: 'DE',
        'D.C': 'DC',
        Fla: 'FL',
        Ga: 'GA',
        Ill: 'IL',
        Ind: 'IN',
      },
      ...{
        Kan: 'KS',
        Kans: 'KS',
        Ky: 'KY',
        La: 'LA',
        Md: 'MD',
        Mass: 'MA',
        Mich: 'MI',
        Minn: 'MN',
        Miss: 'MS',
        Mo: 'MO',
        Mont: 'MT',
        Neb: 'NE',
      },
      ...{
        Nebr: 'NE',
        Nev: 'NV',
        'N.H': 'NH',
        'N.J': 'NJ',
        'N.M': 'NM',
        'N. Mex': 'NM',
        'N.Y': 'NY',
        'N.C': 'NC',
        'N.D': 'ND',
        'N. Dak': 'ND',
      },
      ...{
        Okla: 'OK',
        Ore: 'OR',
        Oreg: 'OR',
        Pa: 'PA',
        'R.I': 'RI',
        'S.C': 'SC',
        'S.D': 'SD',
        'S. Dak': 'SD',
        Tenn: 'TN',
        Tex: 'TX',
        Vt: 'VT',
      },
      ...{ Va: 'VA', Wash: 'WA', 'W. Va': 'WV', Wis: 'WI', Wyo: 'WY' },
    };
    for (const [text, code] of Object.entries(abbreviated)) expect([text, regionNamed(`${text}.`, 'US')?.code]).toEqual([text, code]);
  });

  it('is the last that is named: towns are called like states', () => {
    expect(codes(['California, MD', 'Washington, DC', 'Washington D.C.', 'Commonwealth of Massachusetts', 'N. Carolina'])).toEqual([
      ['California, MD', 'MD'],
      ['Washington, DC', 'DC'],
      ['Washington D.C.', 'DC'],
      ['Commonwealth of Massachusetts', 'MA'],
      ['N. Carolina', 'NC'],
    ]);
  });

  it.each([
    '',
    'somewhere',
    'Miami',
    'New York/New Jersey',
    'NY or NJ',
    'Carolina',
    '33101',
    'USA',
    'Florida 12',
    'XX',
    'AE',
    'constructor',
  ])('is not read from %j', (text) => {
    expect(regionNamed(text, 'US')).toBeUndefined();
  });

  it('may be a province of Canada', () => {
    const ontario = ['ON', 'Ont.', 'Ontario', 'CA-ON', 'Toronto, ON M5V 2T6', 'Ontario, Canada', 'Toronto, ON, CA', 'Province of Ontario'];
    for (const [text, code] of codes(ontario, 'CA')) expect([text, code]).toEqual([text, 'ON']);
    expect(codes(['Québec', 'P.E.I.', 'B.C.', 'Newfoundland and Labrador', 'NWT'], 'CA').map(([, code]) => code)).toEqual([
      'QC',
      'PE',
      'BC',
      'NL',
      'NT',
    ]);
  });

  it('called CA is California or Canada', () => {
    expect(regionNamed('Ontario, CA', 'US')).toMatchObject({ country: 'US', code: 'CA' });
    expect(regionNamed('Ontario, CA', 'CA')).toMatchObject({ country: 'CA', code: 'ON' });
    expect(regionNamed('Ontario, CA', null)).toBeUndefined();
  });

  it('may be a territory', () => {
    expect(['PR', 'Puerto Rico', 'GU', 'U.S. Virgin Islands', 'American Samoa'].map((text) => regionNamed(text, 'US')?.country)).toEqual([
      ...['PR', 'PR', 'GU', 'VI', 'AS'],
    ]);
  });

  it('is told with its country, by its name, or by letters that elsewhere mean something else', () => {
    const by = (text: string) => regionNamed(text, null)?.by;
    expect(['US-FL', 'Florida, USA', 'Florida', 'Miami, Florida', 'FL', 'Fla.', 'FL 33101', 'Georgia'].map(by)).toEqual([
      ...['country', 'country', 'name', 'name', 'letters', 'letters', 'letters', 'letters'],
    ]);
  });
});
