/** Provinces and territories of Canada by their name in lower case, without accents (Canada Post, Addressing Guidelines). */
export const CANADIAN_PROVINCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alberta: 'AB',
    'british columbia': 'BC',
    'colombie-britannique': 'BC',
    manitoba: 'MB',
    'new brunswick': 'NB',
    'nouveau-brunswick': 'NB',
    'newfoundland and labrador': 'NL',
    newfoundland: 'NL',
    labrador: 'NL',
    'nova scotia': 'NS',
    'nouvelle-ecosse': 'NS',
    'northwest territories': 'NT',
    nunavut: 'NU',
    ontario: 'ON',
    'prince edward island': 'PE',
    quebec: 'QC',
    saskatchewan: 'SK',
    yukon: 'YT',
    'yukon territory': 'YT',
  }),
);

/** As they were written before two letters were, without points and spaces. */
export const CANADIAN_ABBREVIATIONS: Readonly<Record<string, string>> = {
  ...{ alta: 'AB', man: 'MB', nfld: 'NL', nwt: 'NT', ont: 'ON', pei: 'PE', pq: 'QC', que: 'QC', sask: 'SK', yuk: 'YT' },
};

const PRAIRIES = 'America/Winnipeg';

/** Zones of each province, by the names of the tz database. */
export const CANADIAN_PROVINCE_ZONES: Readonly<Record<string, readonly string[]>> = {
  AB: ['America/Edmonton'],
  BC: ['America/Vancouver', 'America/Dawson_Creek', 'America/Fort_Nelson', 'America/Creston', 'America/Edmonton'],
  MB: [PRAIRIES],
  NB: ['America/Moncton'],
  NL: ['America/St_Johns', 'America/Goose_Bay'],
  NS: ['America/Halifax', 'America/Glace_Bay'],
  NT: ['America/Edmonton', 'America/Inuvik'],
  NU: ['America/Iqaluit', 'America/Rankin_Inlet', 'America/Resolute', 'America/Cambridge_Bay', 'America/Coral_Harbour'],
  ON: ['America/Toronto', 'America/Coral_Harbour', PRAIRIES],
  PE: ['America/Halifax'],
  QC: ['America/Toronto', 'America/Blanc-Sablon', 'America/Halifax'],
  SK: ['America/Regina', 'America/Swift_Current', 'America/Edmonton', PRAIRIES],
  YT: ['America/Whitehorse', 'America/Dawson'],
};
