import {
  LEAD_STATUSES,
  type LeadStatus,
  type LeadStatusMeaning,
  LIFECYCLE_STAGES,
  type LifecycleStage,
  type KnownLeadStatus,
} from '@leadstream/contracts';

/** A status that leads of a tenant can have. */
export interface StatusDefinition {
  readonly key: LeadStatus;
  /** As people read it. */
  readonly label: string;
  readonly meaning: LeadStatusMeaning;
}

/** A lifecycle stage that leads of a tenant can have. */
export interface StageDefinition {
  readonly key: LifecycleStage;
  /** As people read it. */
  readonly label: string;
}

/** What leads of a tenant are called on their way: its statuses and lifecycle stages, each in order. */
export interface LeadVocabulary {
  readonly leadStatuses: readonly StatusDefinition[];
  readonly lifecycleStages: readonly StageDefinition[];
}

const MEANINGS: Readonly<Partial<Record<KnownLeadStatus, LeadStatusMeaning>>> = { converted: 'won', lost: 'lost' };

/** Of a tenant that has not decided otherwise. */
export const DEFAULT_VOCABULARY: LeadVocabulary = {
  leadStatuses: LEAD_STATUSES.map((key) => ({ key, label: key, meaning: MEANINGS[key] ?? 'open' })),
  lifecycleStages: LIFECYCLE_STAGES.map((key) => ({ key, label: key })),
};
