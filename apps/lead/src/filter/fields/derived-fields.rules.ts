import { CHANNELS, PURPOSES, TEMPERATURES } from '@leadstream/contracts';
import type { FieldShape, FieldValue } from '../../custom-fields/custom-field.js';
import type { ClockSpan, DerivedSource, FilterField } from '../filter-field.js';
import type { LeadFacts } from '../lead-facts.js';
import { spanMs } from '../relative-time.rules.js';

const ENGAGEMENT = 'engagement.';
const CONTRIBUTION_KIND = /^(interaction|message|form)\.[a-z0-9_.:-]{1,80}$/;

/** Names of those fields of which there is a fixed number. */
const SOURCES: ReadonlyMap<string, DerivedSource> = new Map<string, DerivedSource>([
  ['score', { of: 'score' }],
  ['temperature', { of: 'temperature' }],
  ...CHANNELS.map((channel) => [`doNotContact.${channel}`, { of: 'dnc', channel }] as const),
  ...CHANNELS.flatMap((channel) =>
    PURPOSES.map((purpose) => [`consent.${channel}.${purpose}`, { of: 'consent', channel, purpose }] as const),
  ),
]);

export const DERIVED_NAMES: readonly string[] = [...SOURCES.keys()];

/** Whether a field counts what leads did. */
export function isEngagement(name: string): boolean {
  return name.startsWith(ENGAGEMENT);
}

/** What a field is read from, by its name in the API; undefined when there is no such field. */
export function derivedSource(name: string, window?: ClockSpan): DerivedSource | undefined {
  if (!isEngagement(name)) return SOURCES.get(name);
  const kind = name.slice(ENGAGEMENT.length);
  return CONTRIBUTION_KIND.test(kind) ? { of: 'engagement', kind, ...(window && { window }) } : undefined;
}

export function derivedField(name: string, window?: ClockSpan): FilterField | undefined {
  const derived = derivedSource(name, window);
  if (derived === undefined) return undefined;
  const ref = { kind: 'derived', name, ...(window && { window }) } as const;
  return { name, label: labelOf(derived), ref, shape: SHAPES[derived.of], textCase: 'exact', place: { derived } };
}

/**
 * What a lead has in a derived field; null when it is empty.
 * @param now instants behind it do not count yet
 * @throws Error without facts: a bug
 */
export function derivedValue(source: DerivedSource, facts: LeadFacts | undefined, now: Date): FieldValue | null {
  if (facts === undefined) throw new Error(`${source.of} of a lead is asked for where it is not known`);
  switch (source.of) {
    case 'score':
      return String(facts.scoreTenths() / 10);
    case 'temperature':
      return facts.temperature;
    case 'engagement': {
      const after = source.window === undefined ? -Infinity : now.getTime() - spanMs(source.window);
      const instants = facts.contributions.get(source.kind) ?? [];
      return String(instants.filter((happened) => happened > after && happened <= now.getTime()).length);
    }
    case 'consent':
      return facts.consents.get(`${source.channel}.${source.purpose}`) ?? null;
    case 'dnc':
      return facts.doNotContact.get(source.channel) ?? null;
  }
}

const NUMBER: FieldShape = { type: 'number', options: { min: null, max: null, scale: 6 } };

const SHAPES: Readonly<Record<DerivedSource['of'], FieldShape>> = {
  score: NUMBER,
  engagement: NUMBER,
  temperature: choices(TEMPERATURES),
  consent: choices(['given', 'withdrawn']),
  dnc: { type: 'boolean', options: {} },
};

function choices(words: readonly string[]): FieldShape {
  return { type: 'single-choice', options: { choices: words.map((key) => ({ key, label: key, archived: false })) } };
}

function labelOf(source: DerivedSource): string {
  switch (source.of) {
    case 'engagement': {
      const { kind, window } = source;
      const often = `number of “${kind}”`;
      if (window === undefined) return often;
      return `${often} in the last ${window.count === 1 ? window.unit : `${window.count} ${window.unit}s`}`;
    }
    case 'consent':
      return `consent to ${source.purpose} by ${source.channel}`;
    case 'dnc':
      return `prohibition of ${source.channel}`;
    default:
      return source.of;
  }
}
