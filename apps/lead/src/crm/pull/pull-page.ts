import type { CrmCounts } from '@leadstream/contracts';
import type { OutboxItem } from '@leadstream/messaging';
import type { Uuid } from '@leadstream/kernel';
import type { FoundLeads } from '../../lead/found-leads.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { LeadStep } from '../../lead/lead-step.js';
import type { LinkChange, LinkRecord } from '../link/crm-link.js';
import type { SyncNote } from '../run/sync-run.js';

/** What is known when a page of the peer is judged. */
export interface PullState {
  /** Live leads that records may be, locked. */
  readonly found: FoundLeads;
  readonly links: readonly LinkRecord[];
}

/** What a page of the peer does. */
export interface PullEffect {
  readonly steps: readonly LeadStep[];
  readonly created: readonly LeadRecord[];
  readonly updated: readonly LeadRecord[];
  readonly links: readonly LinkRecord[];
  /** Of these, those that became others. */
  readonly linkChanges: readonly Omit<LinkChange, 'provider'>[];
  /** Prohibitions that the peer tells of. */
  readonly permissions: readonly OutboxItem[];
  /** Leads that the peer is to hear of. */
  readonly toTell: readonly Uuid[];
  readonly counts: CrmCounts;
  readonly notes: readonly SyncNote[];
}
