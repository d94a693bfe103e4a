import type { CrmConnection, CrmProvider } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** What a tenant decides about a connection. */
export type CrmSettings = Pick<
  CrmConnection,
  'object' | 'mapping' | 'createsLeads' | 'createsRecords' | 'tells' | 'onRecordRemoved' | 'onLeadDeleted' | 'everyMinutes'
>;

export interface ConnectionRecord {
  /** Under which it is told; another one after it was deleted and made anew. */
  readonly connectionId: Uuid;
  readonly provider: CrmProvider;
  readonly version: number;
  readonly baseUrl: string;
  /** Of the peer's account; null until the peer was asked. */
  readonly accountId: string | null;
  readonly credentialsKind: string;
  readonly settings: CrmSettings;
  readonly isPaused: boolean;
  readonly wasReached: boolean;
  readonly errorCode: string | null;
  readonly limitedUntil: Date | null;
  readonly pulledUpTo: Date | null;
  readonly syncedAt: Date | null;
  readonly nextSyncAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
