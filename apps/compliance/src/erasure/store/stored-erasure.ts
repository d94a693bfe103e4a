import type { DataOf, ErasureReason, ErasureStep, personDataErasedV1, Producer } from '@leadstream/contracts';

/** An erasure as it is stored, with the leads that are the person. */
export interface StoredErasure {
  readonly id: string;
  /** The lead that was named; null where addresses of somebody are who is no lead. */
  readonly leadId: string | null;
  /** The request of somebody who is no lead; null where a lead was named. */
  readonly subjectRequestId: string | null;
  readonly leadIds: readonly string[];
  /** Leads of the person that a legal hold keeps: they are not being erased. */
  readonly heldLeadIds: readonly string[];
  readonly reason: ErasureReason;
  readonly step: ErasureStep;
  /** How often the services were asked in this step; answers name it. */
  readonly round: number;
  readonly version: number;
  /** The present step brought to light a lead or an address that nobody had named. */
  readonly hasNews: boolean;
  readonly requestedAt: Date;
  readonly stepBeganAt: Date;
  /** The instant that is waited for, where no answers are. */
  readonly dueAt: Date | null;
  readonly escalatedAt: Date | null;
  readonly keysDestroyedAt: Date | null;
  readonly certifiedAt: Date | null;
}

/** What a service did with its stores. */
export type StoreReceipts = DataOf<typeof personDataErasedV1>['stores'];

/** That a service answered. */
export interface ErasureAnswer {
  readonly service: Producer;
  readonly step: 'references' | 'erase';
  readonly round: number;
  readonly answeredAt: Date;
  /** The receipt of a service that erased. */
  readonly stores: StoreReceipts | null;
}
