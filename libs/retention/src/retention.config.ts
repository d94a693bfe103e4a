import { z } from 'zod';

/** Environment variables of a service whose rows may be archived. */
export const retentionConfig = z.object({
  /** `none`: what is to be archived stays in the database. */
  RETENTION_ARCHIVE: z.enum(['none', 'folder', 's3']).default('none'),
  /** Every process of the service must see the same folder, on a disk that outlives them. */
  RETENTION_FOLDER: z.string().min(1).optional(),
  RETENTION_S3_BUCKET: z.string().min(3).optional(),
  RETENTION_S3_REGION: z.string().min(1).default('us-east-1'),
  RETENTION_S3_ENDPOINT: z.url().optional(),
  RETENTION_S3_PATH_STYLE: z.stringbool().default(false),
  RETENTION_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  RETENTION_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
});
export type RetentionConfig = z.infer<typeof retentionConfig>;
