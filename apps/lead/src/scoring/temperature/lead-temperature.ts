import type { Temperature } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** How hot a lead was last found to be. */
export interface LeadTemperature {
  readonly leadId: Uuid;
  readonly temperature: Temperature;
  readonly modelNumber: number;
  /** When time alone may change it; null when it will not. */
  readonly lookAt: Date | null;
}

/** What moved a temperature: an event of the lead, another model, or the passing of time. */
export type TemperatureCause = 'event' | 'model' | 'time';

/** Before anything was found. */
export const FIRST_TEMPERATURE: Temperature = 'cold';
