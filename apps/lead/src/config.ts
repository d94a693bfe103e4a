import { httpConfig } from '@leadstream/http';
import { messagingConfig } from '@leadstream/messaging';
import { encryptionConfig, postgresUrl } from '@leadstream/persistence';
import { telemetryConfig } from '@leadstream/telemetry';
import { z } from 'zod';

export const leadConfig = z.object({
  ...httpConfig.shape,
  ...telemetryConfig.shape,
  ...messagingConfig.shape,
  ...encryptionConfig.shape,
  /** Connection string of the service role. */
  DATABASE_URL: postgresUrl,
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(10),
  /** Largest file of an import. */
  IMPORT_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(512 * 1024 * 1024),
  /** What is read to its end before an upload is answered, expanded where it is a workbook: some seconds of a processor. Larger files are read behind. */
  IMPORT_READ_AT_ONCE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(64 * 1024 * 1024),
  /** Rows that go in together, in one transaction. */
  IMPORT_BATCH_ROWS: z.coerce.number().int().min(1).max(5_000).default(500),
  /** How long an import stays with a worker that does not get on, before another one takes over. */
  IMPORT_LEASE_MS: z.coerce.number().int().min(100).default(5_000),
  /** Longest time between two looks for waiting imports. */
  IMPORT_POLL_MS: z.coerce.number().int().min(10).default(500),
  /** How long one tenant's import is worked on while another tenant waits. */
  IMPORT_SLICE_MS: z.coerce.number().int().min(1).default(2_000),
  /** How long a run of the duplicate finder stays with a worker that does not get on, before another one takes over. */
  DUPLICATE_LEASE_MS: z.coerce.number().int().min(100).default(15_000),
  /** Longest time between two looks for waiting runs. */
  DUPLICATE_POLL_MS: z.coerce.number().int().min(10).default(500),
  /** Keys of leads that are compared at a time: memory grows with it, and a worker that dies loses as much. */
  DUPLICATE_PAGE_KEYS: z.coerce.number().int().min(1).max(100_000).default(20_000),
  /** Longest time between two looks for leads that wait for an owner. */
  DISTRIBUTION_POLL_MS: z.coerce.number().int().min(10).default(500),
  /** Leads that are distributed in one transaction: as long as it lasts, nobody else distributes leads of the tenant. */
  DISTRIBUTION_BATCH_LEADS: z.coerce.number().int().min(1).max(2_000).default(200),
  /** Longest time between two looks for segments to fill, for leads that time moves, and for those that it cools. */
  SEGMENT_POLL_MS: z.coerce.number().int().min(10).default(250),
  /** Leads that are looked at together when a segment is filled by columns, fewer by what costs more: changes of leads of the tenant wait so long to be judged. */
  SEGMENT_FILL_LEADS: z.coerce.number().int().min(1).max(1_000_000).default(100_000),
  /** Leads at most that come into a segment, and that leave it, in one transaction that fills it: each of them is told. */
  SEGMENT_FILL_MEMBERS: z.coerce.number().int().min(1).max(20_000).default(5_000),
  /** Whether other CRMs may be reached in private networks and without TLS: for development only. */
  CRM_PRIVATE_HOSTS: z.enum(['refuse', 'allow']).default('refuse'),
  /** Pages of one sync, after which it is given up: five million records. */
  CRM_MAX_PAGES: z.coerce.number().int().min(1).default(50_000),
  /** Time between two searches in HubSpot, which allows five a second to all apps of an account together. */
  CRM_SEARCH_GAP_MS: z.coerce.number().int().min(0).default(250),
  /** How long a sync stays with a worker that does not get on, before another one takes over; longer than a peer may take to answer. */
  CRM_LEASE_MS: z.coerce.number().int().min(100).default(120_000),
  /** Longest time between two looks for waiting syncs. */
  CRM_POLL_MS: z.coerce.number().int().min(10).default(1_000),
  /** Where the bytes of documents lie: a folder of this machine, or a bucket of S3 or of a server that speaks its API. */
  DOCUMENT_STORAGE: z.enum(['folder', 's3']).default('folder'),
  /** For `folder`; relative to where the process was started. */
  DOCUMENT_FOLDER: z.string().min(1).default('.leadstream/documents'),
  /** For `s3`. Without keys the SDK looks for credentials where the platform puts them. */
  DOCUMENT_S3_BUCKET: z.string().min(3).optional(),
  DOCUMENT_S3_REGION: z.string().min(1).default('us-east-1'),
  DOCUMENT_S3_ENDPOINT: z.url().optional(),
  DOCUMENT_S3_PATH_STYLE: z.stringbool().default(false),
  DOCUMENT_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  DOCUMENT_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  /** Largest document; the gateway takes forms of 26 MiB at most. */
  DOCUMENT_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .max(26 * 1024 * 1024)
    .default(25 * 1024 * 1024),
  /** How long a link to a document opens it. */
  DOCUMENT_LINK_SECONDS: z.coerce.number().int().min(1).max(600).default(300),
});
export type LeadConfig = z.infer<typeof leadConfig>;
