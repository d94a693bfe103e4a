import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { encryptionConfig, persistenceConfig } from '@leadstream/persistence';
import { retentionConfig } from '@leadstream/retention';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

/** Environment variables of the compliance service. */
export const complianceConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...messagingConfig.shape,
  ...persistenceConfig.shape,
  ...encryptionConfig.shape,
  ...retentionConfig.shape,
  /** Largest file of phone numbers; the gateway takes 4 GiB at most. */
  DNC_LOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(4 * 1024 * 1024 * 1024),
  /** Largest file of entries for the tenant's own list, packed or not. */
  DNC_ENTRY_LOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(16 * 1024 * 1024),
  /** Most rows of such a file: they become entries in one transaction. */
  DNC_ENTRY_LOAD_MAX_ROWS: z.coerce.number().int().positive().default(10_000),
  /**
   * How old the lists of the FTC and of states may be before they block whatever is asked: a call needs a list that was got no more than 31
   * days before (16 CFR 310.4(b)(3)(iv)).
   */
  DNC_LIST_MAX_AGE_DAYS: z.coerce.number().int().min(1).max(31).default(31),
  /** Memory for lists of all tenants together; those that nobody asked for longest go first, and come back when they are asked for. */
  DNC_LISTS_MAX_BYTES: z.coerce.number().int().positive().default(1_500_000_000),
  /** Folder of this machine for copies of lists, from which a process that starts has them soonest; none unless given. */
  DNC_SNAPSHOT_FOLDER: z.string().min(1).optional(),
  /** How long who asks waits for a list that is not here yet; a small one, or a change of a large one, comes within that. */
  DNC_LIST_WAIT_MS: z.coerce.number().int().min(0).max(10_000).default(250),
  /** Time between two looks for changes of the lists in memory. */
  DNC_LISTS_POLL_MS: z.coerce.number().int().min(10).default(500),
  /**
   * Time after the keys of a person were destroyed until rows are erased, and again until they are swept: within a minute every process has
   * forgotten a key, and no transaction lives as long.
   */
  ERASURE_PAUSE_MS: z.coerce.number().int().min(0).default(65_000),
  /** How long a service may take to answer before somebody is told. */
  ERASURE_PATIENCE_MS: z.coerce.number().int().min(1_000).default(3_600_000),
  /** Time between two looks at erasures under way. */
  ERASURE_TURN_MS: z.coerce.number().int().min(100).default(10_000),
  /** How long a service may take to tell what it has of a person before somebody is told. */
  SUBJECT_ANSWER_MINUTES: z.coerce.number().int().min(1).max(1_440).default(15),
  /** How long the copy of a person's data is kept for download after the request was answered, or should have been. */
  SUBJECT_EXPORT_DAYS: z.coerce.number().int().min(1).max(365).default(30),
});
export type ComplianceConfig = z.infer<typeof complianceConfig>;
