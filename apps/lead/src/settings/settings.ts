import type { LeadStatus } from '@leadstream/contracts';
import { DEFAULT_VOCABULARY, type LeadVocabulary } from '../lead/vocabulary.js';

/** What a tenant can decide about its leads. */
export interface StatedSettings extends LeadVocabulary {
  /** From each status, those that a lead may move to; from a status that is not named, to any. */
  readonly statusTransitions: Readonly<Record<string, readonly LeadStatus[]>>;
  /** Region of phone numbers that do not say their country. */
  readonly phoneRegion: string | null;
}

/** The settings of a tenant in one of their versions; version 1 are the defaults. */
export interface SettingsRecord extends StatedSettings {
  readonly version: number;
  readonly updatedAt: Date | null;
}

export const DEFAULT_SETTINGS: StatedSettings = { statusTransitions: {}, phoneRegion: null, ...DEFAULT_VOCABULARY };
export const SETTING_NAMES = Object.keys(DEFAULT_SETTINGS) as readonly (keyof StatedSettings)[];
