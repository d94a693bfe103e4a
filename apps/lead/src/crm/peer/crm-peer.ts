import type { Channel } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** A record of another CRM, as far as its connection asks for it. */
export interface PeerRecord {
  readonly peerId: string;
  /** What stands in the property for ids of leads. */
  readonly leadId: Uuid | null;
  readonly modifiedAt: Date;
  /** By name; blank ones are null. */
  readonly properties: Readonly<Record<string, string | null>>;
  /** Channels on which the person wants nothing. */
  readonly optedOut: readonly Channel[];
  /** Records that went into this one. */
  readonly mergedIds: readonly string[];
}

/** A record that is no more, and the one it went into, if it did. */
export interface PeerRemoval {
  readonly peerId: string;
  readonly mergedInto: string | null;
}

/** A place in the order of changes: by instant, then by id. */
export interface ChangePosition {
  readonly at: string;
  /** All of the instant up to this id were read; null: none is known to be. */
  readonly id: string | null;
  /** Kind of records, where a peer has several; the first of them when left out. */
  readonly of?: string;
}

/** Instants, both included. */
export interface ChangeWindow {
  readonly from: Date;
  readonly until: Date;
}

export interface ChangePage {
  readonly records: readonly PeerRecord[];
  /** Removals that came to light with the changes. */
  readonly removals: readonly PeerRemoval[];
  /** Where to go on; undefined at the end of the window. */
  readonly next: ChangePosition | undefined;
}

export interface RemovalPage {
  readonly removals: readonly PeerRemoval[];
  readonly next: string | undefined;
}

/** Somebody whom a peer can give records to. */
export interface PeerOwner {
  readonly ownerId: string;
  /** As the peer has it; null where it tells none. */
  readonly email: string | null;
  /** Whether records can still be given to it. */
  readonly isActive: boolean;
}

/** What a record is known by on either side. */
export interface PeerKeys {
  readonly peerIds: readonly string[];
  readonly leadIds: readonly Uuid[];
  /** Lower-cased. */
  readonly emails: readonly string[];
}

/** A record to change, or to make when it has no id: one a lead, whatever became of an earlier attempt. */
export interface PeerWrite {
  readonly leadId: Uuid;
  readonly peerId: string | undefined;
  readonly properties: Readonly<Record<string, string | number | boolean | null>>;
}

export type PeerWritten =
  | { readonly leadId: Uuid; readonly record: Pick<PeerRecord, 'peerId' | 'modifiedAt' | 'properties'> }
  | { readonly leadId: Uuid; readonly code: string; readonly properties: readonly string[] };

/**
 * Another CRM, as a sync sees it. Every method may throw a DomainError of `crmErrors`: `CRM_PEER_LIMITED` with `retryAfterSeconds`,
 * `CRM_PEER_UNREACHABLE` when asking again later may help, others when it will not.
 */
export interface CrmPeer {
  /** Id of the account that the credentials open. */
  account(): Promise<string>;
  /** Everybody who may have records; asked once of a peer. */
  owners(): Promise<readonly PeerOwner[]>;
  /** Whether it knows us and has a unique property for the ids of leads, which is made where that is possible. */
  check(): Promise<void>;
  /** Records changed within the window, in the order of their change. @param after where the page before ended */
  readChanges(window: ChangeWindow, after: ChangePosition | undefined): Promise<ChangePage>;
  /** Records that were deleted, for peers that do not tell with the changes. */
  readRemovals(after: string | undefined): Promise<RemovalPage>;
  /** Present records by any of their keys, each once; at most {@link WRITE_BATCH} keys of a kind. */
  find(keys: PeerKeys): Promise<readonly PeerRecord[]>;
  /** At most {@link WRITE_BATCH} records; each goes in or fails alone. */
  write(writes: readonly PeerWrite[]): Promise<readonly PeerWritten[]>;
  archive(peerIds: readonly string[]): Promise<void>;
  /** Tells of a person whom nobody may write to on a channel. */
  forbid(peerId: string, email: string | null, channels: readonly Channel[]): Promise<void>;
}

/** HubSpot takes 100 records a batch, Salesforce 200. */
export const WRITE_BATCH = 100;
