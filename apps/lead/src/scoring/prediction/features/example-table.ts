import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import type { Examples, FeatureValue } from '../learning/examples.js';
import { broughtFeatures, learnedFields, type NamedField, standingFeatures } from './feature-catalogue.rules.js';
import { featureValue } from './feature-value.rules.js';
import type { KnownLead, LeadFeature } from './lead-feature.js';
import type { Outcome } from './outcome.rules.js';

/** Features of one table: whatever leads bring with them, memory is bounded. */
const MOST_FEATURES = 300;

interface TableColumn {
  readonly feature: LeadFeature;
  readonly values: FeatureValue[];
}

/** Leads with their outcomes, filled one by one and kept by column. */
export class ExampleTable {
  readonly #fields: readonly NamedField[];
  readonly #columns = new Map<string, TableColumn>();
  readonly #ids: string[] = [];
  readonly #outcomes: Outcome[] = [];
  /** Each word once in memory, however many leads state it. */
  readonly #words = new Map<string, string>();

  /** @param excluded fields of the API, or the beginning of several: `engagement` */
  constructor(
    definitions: readonly CustomFieldDefinition[],
    private readonly excluded: readonly string[],
  ) {
    this.#fields = learnedFields(definitions).filter(({ field }) => !this.#isExcluded(field));
    for (const feature of standingFeatures(this.#fields)) this.#addColumn(feature);
  }

  get size(): number {
    return this.#ids.length;
  }

  get features(): LeadFeature[] {
    return [...this.#columns.values()].map(({ feature }) => feature);
  }

  add(leadId: string, outcome: Outcome, known: KnownLead): void {
    for (const feature of broughtFeatures(this.#fields, known)) this.#addColumn(feature);
    for (const { feature, values } of this.#columns.values()) values.push(this.#shared(featureValue(feature.source, known)));
    this.#ids.push(leadId);
    this.#outcomes.push(outcome);
  }

  examples(): Examples {
    const outcomes = Uint8Array.from(this.#outcomes, (outcome) => (outcome === 'won' ? 1 : 0));
    return { ids: this.#ids, outcomes, columns: [...this.#columns.values()] };
  }

  /** A column that is new has nothing of the leads before. */
  #addColumn(feature: LeadFeature): void {
    if (this.#columns.has(feature.key) || this.#columns.size >= MOST_FEATURES || this.#isExcluded(feature.field)) return;
    const nothing = feature.source.of === 'engagement' ? 0 : null;
    this.#columns.set(feature.key, { feature, values: this.#ids.map(() => nothing) });
  }

  #isExcluded(field: string): boolean {
    return this.excluded.some((one) => field === one || field.startsWith(`${one}.`));
  }

  #shared(value: FeatureValue): FeatureValue {
    if (typeof value !== 'string') return value;
    const known = this.#words.get(value);
    if (known === undefined) this.#words.set(value, value);
    return known ?? value;
  }
}
