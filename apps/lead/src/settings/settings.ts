import type { LeadStatus } from '@leadstream/contracts';

/** What a tenant can decide about its leads. */
export interface StatedSettings {
  /** From each status, those that a lead may move to; from a status that is not named, to any. */
  readonly statusTransitions: Readonly<Partial<Record<LeadStatus, readonly LeadStatus[]>>>;
  /** Region of phone numbers that do not say their country. */
  readonly phoneRegion: string | null;
}

/** The settings of a tenant in one of their versions; version 1 are the defaults. */
export interface SettingsRecord extends StatedSettings {
  readonly version: number;
  readonly updatedAt: Date | null;
}

export const DEFAULT_SETTINGS: StatedSettings = { statusTransitions: {}, phoneRegion: null };
export const SETTING_NAMES = Object.keys(DEFAULT_SETTINGS) as readonly (keyof StatedSettings)[];
