/** What a lead has in a feature; null when nothing is known. */
export type FeatureValue = number | string | null;

/** Something of leads from which an outcome may be told. */
export interface Feature {
  /** By which it is known in its model. */
  readonly key: string;
  /** `number`: counts by its size; `choice`: each word by itself. */
  readonly kind: 'number' | 'choice';
}

/** A feature with the values of all leads, in their order. */
export interface ExampleColumn {
  readonly feature: Feature;
  readonly values: readonly FeatureValue[];
}

/** Leads whose outcome is known. */
export interface Examples {
  /** Different for each lead; order and meaning do not matter. */
  readonly ids: readonly string[];
  /** 1: won, 0: lost. */
  readonly outcomes: Uint8Array;
  readonly columns: readonly ExampleColumn[];
}
