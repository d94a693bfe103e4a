import { CUSTOM_FIELD_TYPES, type CustomFieldType, LEAD_STATUSES, LIFECYCLE_STAGES, PROPERTY_KINDS } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { customField } from '../../../test/custom-fields.js';
import type { CustomFieldRecord, CustomValues, FieldValue } from '../../custom-fields/custom-field.js';
import { MAX_INDEXED_FIELDS } from '../../custom-fields/definition/field-set.rules.js';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';

export type Chance = () => number;

export const NOW = new Date('2026-06-15T12:00:00Z');
const DAY_MS = 86_400_000;

export const pick = <T>(chance: Chance, items: readonly T[]): T => items[Math.floor(chance() * items.length)] as T;

/** One custom field of every type as it is, and one more with an index where it may have one. */
export const FIELDS: readonly CustomFieldRecord[] = [
  ...CUSTOM_FIELD_TYPES.map((type) => fieldOf(`plain-${type}`, type, false)),
  ...CUSTOM_FIELD_TYPES.filter((type) => type !== 'long-text').map((type) => fieldOf(`quick-${type}`, type, true)),
];
if (FIELDS.filter(({ indexed }) => indexed).length > MAX_INDEXED_FIELDS) throw new Error('more indexed fields than there may be');

function fieldOf(key: string, type: CustomFieldType, indexed: boolean): CustomFieldRecord {
  return { ...customField(type, { key, indexed }), createdAt: NOW, updatedAt: NOW, indexFilledUpTo: null };
}

/** Words that fold in their own ways: final sigma, dotted I, letters that compose in lower case only. */
const WORDS = [
  'Acme',
  'ACME',
  'acme ag',
  'Zoë',
  'ZOË',
  'ΣΊΣΥΦΟΣ',
  'Σίσυφος',
  'İzmir',
  'izmir',
  'STRASSE',
  'Straße',
  'H\u0331ans',
  'ẖans',
  '100%',
  'a_b',
  '𝔘ni',
];

const OTHERS = ['01920000-0000-7000-8000-0000000000aa', '01920000-0000-7000-8000-0000000000bb'];
/** Names that compare without regard to case. */
export const TAGS = ['VIP', 'Grün', 'call back'].map((name, index) => ({ tagId: `01920000-0000-7000-8000-0000000000c${index}`, name }));

const numbers = ['-1.5', '-10', '0', '2', '10', '10.25', '0.000001'];
const amounts = ['-1.00', '0.00', '2.50', '10.00'];

const VALUES: { readonly [T in CustomFieldType]: (chance: Chance) => FieldValue } = {
  text: (chance) => pick(chance, WORDS).normalize('NFC'),
  'long-text': (chance) => `${pick(chance, WORDS)}\n${pick(chance, WORDS)}`.normalize('NFC'),
  number: (chance) => pick(chance, numbers),
  money: (chance) => ({ amount: pick(chance, amounts), currency: pick(chance, ['EUR', 'USD']) }),
  date: (chance) => instantNear(chance).toISOString().slice(0, 10),
  'date-time': (chance) => instantNear(chance).toISOString(),
  boolean: (chance) => chance() < 0.5,
  'single-choice': (chance) => pick(chance, ['gold', 'silver', 'bronze']),
  'multiple-choice': (chance) => pick(chance, [['sailing'], ['sailing', 'chess'], ['chess', 'golf'], ['sailing', 'chess', 'golf']]),
  url: (chance) => pick(chance, ['https://a.example/', 'https://a.example/Path?Q=1', 'https://b.example/x']),
  email: (chance) => pick(chance, ['ada@example.com', 'bob@example.com', 'zoe@example.org']),
  phone: (chance) => pick(chance, ['+4930901820', '+442079460018']),
  'lead-reference': (chance) => pick(chance, OTHERS),
};

function instantNear(chance: Chance): Date {
  return new Date(NOW.getTime() + Math.floor((chance() - 0.5) * 80) * (DAY_MS / 2));
}

const maybe = <T>(chance: Chance, value: (chance: Chance) => T): T | null => (chance() < 0.6 ? value(chance) : null);
const word = (chance: Chance): string => pick(chance, WORDS).normalize('NFC');

/** Leads with all that can be filtered by, much of it shared, some of it missing. */
export function randomLeads(count: number, chance: Chance): LeadRecord[] {
  return Array.from({ length: count }, (_, index) => randomLead(index, chance));
}

function randomLead(index: number, chance: Chance): LeadRecord {
  const capturedAt = new Date(NOW.getTime() - Math.floor(chance() * 60) * (DAY_MS / 3));
  const instants = { statusChangedAt: capturedAt, capturedAt, createdAt: capturedAt, updatedAt: NOW, deletedAt: null };
  const currency = pick(chance, ['EUR', 'USD']);
  return {
    ...EMPTY_LEAD,
    ...{ leadId: uuidV7.next(), version: 1, ...instants },
    externalId: `${pick(chance, ['AB', 'ab'])}-${index}`,
    firstName: maybe(chance, word),
    lastName: maybe(chance, word),
    email: maybe(chance, () => `person${index}@${pick(chance, ['example.com', 'zoë.example'])}`),
    phone: maybe(chance, () => `+4930${100_000 + index}`),
    company: maybe(chance, word),
    jobTitle: maybe(chance, word),
    address: {
      ...known('city', maybe(chance, word)),
      ...known(
        'country',
        maybe(chance, () => pick(chance, ['DE', 'FR'])),
      ),
    },
    property: {
      ...known(
        'kind',
        maybe(chance, () => pick(chance, PROPERTY_KINDS)),
      ),
      ...known(
        'bedrooms',
        maybe(chance, () => Math.floor(chance() * 5)),
      ),
      ...known(
        'bathrooms',
        maybe(chance, () => pick(chance, [1, 1.5, 2])),
      ),
    },
    budget: maybe(chance, () => ({ min: maybe(chance, () => pick(chance, ['0', '5', '10.50'])), max: '20', currency })),
    language: maybe(chance, () => pick(chance, ['de', 'pt-BR'])),
    timeZone: maybe(chance, () => pick(chance, ['Europe/Berlin', 'America/Sao_Paulo'])),
    source: pick(chance, ['referral', 'ads', 'unknown']),
    sourceMetadata: {
      ...known('utm_source', maybe(chance, word)),
      ...known(
        'clicks',
        maybe(chance, () => Math.floor(chance() * 3)),
      ),
    },
    lifecycleStage: pick(chance, LIFECYCLE_STAGES),
    tagIds: TAGS.map(({ tagId }) => tagId).filter(() => chance() < 0.3),
    ownerId: maybe(chance, () => pick(chance, OTHERS)),
    status: pick(chance, LEAD_STATUSES),
    customFields: randomValues(chance),
  };
}

function randomValues(chance: Chance): CustomValues {
  const held = FIELDS.filter(() => chance() < 0.6).map(({ fieldId, type }) => [fieldId, VALUES[type](chance)] as const);
  return Object.fromEntries(held);
}

function known<K extends string, V>(name: K, value: V | null): Partial<Record<K, V>> {
  return (value === null ? {} : { [name]: value }) as Partial<Record<K, V>>;
}
