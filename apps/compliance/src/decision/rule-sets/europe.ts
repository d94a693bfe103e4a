import { CHANNELS } from '@leadstream/contracts';
import { EUROPE, EUROPE_5, FRENCH_OVERSEAS } from './countries.js';
import type { Rule } from './rule.js';

interface Reach {
  readonly version: number;
  readonly countries: readonly string[];
  readonly france: readonly string[];
}

const europeRules = ({ version, countries, france }: Reach): readonly Rule[] => {
  const head = {
    kind: 'consent',
    version,
    validFrom: new Date('2018-05-25T00:00:00Z'),
    jurisdiction: { in: 'countries', countries },
  } as const;
  return [
    {
      ...head,
      id: 'eu-eprivacy-mail',
      says: 'Advertising by e-mail or text needs consent; to customers, that they were told of it and could object when the address was taken.',
      source: 'Directive 2002/58/EC Art. 13(1) and (2); GDPR Art. 4(11), 7',
      provenance: 'primary',
      channels: ['email', 'sms'],
      purposes: ['marketing', 'sales'],
      needs: 'consent',
      alternatives: [{ needsStatement: true, since: 'purchase', months: null }],
    },
    {
      ...head,
      id: 'eu-eprivacy-messengers',
      says: 'Advertising by messenger or social network needs consent.',
      source: 'Directive 2002/58/EC Art. 13(1) and Art. 2(h)',
      provenance: 'primary',
      channels: ['whatsapp', 'social'],
      purposes: ['marketing', 'sales'],
      needs: 'consent',
      alternatives: [],
    },
    {
      ...head,
      id: 'eu-eprivacy-calls',
      says: 'Automatic advertising calls need consent; live ones by the choice of each state, so that the stricter holds for all.',
      source: 'Directive 2002/58/EC Art. 13(1) and (3)',
      provenance: 'primary',
      channels: ['voice'],
      purposes: ['marketing', 'sales'],
      needs: 'consent',
      alternatives: [],
    },
    {
      ...head,
      id: 'eu-gdpr-service',
      says: 'Everything else needs a lawful basis, stated in the ledger.',
      source: 'GDPR Art. 6(1)',
      provenance: 'primary',
      channels: CHANNELS,
      purposes: ['service'],
      needs: 'statement',
      alternatives: [],
    },
    {
      kind: 'cap',
      id: 'fr-four-a-month',
      version,
      says: 'Not more than four advertising calls in thirty days. Its hours do not bind who has the express consent that calls need here anyway.',
      source: 'Code de la consommation, Art. D. 223-9 (décret no 2022-1313)',
      provenance: 'primary',
      validFrom: new Date('2023-02-28T23:00:00Z'),
      jurisdiction: { in: 'countries', countries: france },
      channels: ['voice'],
      purposes: ['marketing', 'sales'],
      contacts: 4,
      withinHours: 720,
    },
  ];
};

/** GDPR and the ePrivacy Directive 2002/58/EC, of which the United Kingdom's law is a copy; each state's own choices are not in it, but for one. */
export const EUROPE_RULES = europeRules({ version: 1, countries: EUROPE, france: ['FR'] });

/** As `default-5` has it: in the territories, too. */
export const EUROPE_RULES_5 = europeRules({ version: 2, countries: EUROPE_5, france: ['FR', ...FRENCH_OVERSEAS] });
