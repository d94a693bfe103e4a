/** What a number's first digits tell of where its owner may be. */
export interface PhoneArea {
  /** ISO 3166-1 alpha-2; undefined for numbers of no country. */
  readonly country: string | undefined;
  /** Whether the digits name a place at all: those of toll-free, personal and internet numbers do not. */
  readonly isGeographic: boolean;
  /** IANA names; empty when nothing is known. */
  readonly zones: readonly string[];
  /** State of the USA, two letters; undefined when the area code is none of one or not known. */
  readonly state: string | undefined;
  /** Provinces of Canada that share the area code, two letters each. */
  readonly provinces: readonly string[];
}

/** Tells the area of a number. */
export interface PhoneAreas {
  /** @param phone E.164 */
  areaOf(phone: string): PhoneArea | undefined;
}
