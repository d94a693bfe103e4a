import type { Uuid } from '@leadstream/kernel';
import type { LeadRecord } from '../../lead/lead.js';

/** A lead, deleted or not, and the one that it went into. */
export interface ToldLead extends LeadRecord {
  readonly mergedInto: Uuid | null;
}

/** A lead that went into another one, however many steps it took. */
export interface MergedLead {
  readonly root: Uuid;
  readonly member: Uuid;
  readonly version: number;
}
