import type { CrmConnection, CrmProvider } from '@leadstream/contracts';

/** What a tenant decides about a connection. */
export type CrmSettings = Pick<
  CrmConnection,
  'object' | 'mapping' | 'createsLeads' | 'createsRecords' | 'tells' | 'onRecordRemoved' | 'onLeadDeleted' | 'everyMinutes'
>;

export interface ConnectionRecord {
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
