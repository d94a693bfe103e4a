import type { RetentionConfig } from '../retention.config.js';
import type { ArchiveStore } from './archive-store.js';
import { FolderArchive } from './folder-archive.js';
import { S3Archive } from './s3-archive.js';

/**
 * The archive that the configuration names; undefined when there is none.
 * @throws Error when what it needs is not given
 */
export function chooseArchive(config: RetentionConfig): ArchiveStore | undefined {
  if (config.RETENTION_ARCHIVE === 'none') return undefined;
  if (config.RETENTION_ARCHIVE === 'folder') {
    if (config.RETENTION_FOLDER === undefined) throw new Error('RETENTION_FOLDER is needed where RETENTION_ARCHIVE is folder');
    return new FolderArchive(config.RETENTION_FOLDER);
  }
  const { RETENTION_S3_BUCKET: bucket, RETENTION_S3_ACCESS_KEY_ID: accessKeyId, RETENTION_S3_SECRET_ACCESS_KEY: secretAccessKey } = config;
  if (bucket === undefined) throw new Error('RETENTION_S3_BUCKET is needed where RETENTION_ARCHIVE is s3');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new Error('RETENTION_S3_ACCESS_KEY_ID and RETENTION_S3_SECRET_ACCESS_KEY are needed together');
  }
  return new S3Archive({
    bucket,
    region: config.RETENTION_S3_REGION,
    endpoint: config.RETENTION_S3_ENDPOINT,
    forcePathStyle: config.RETENTION_S3_PATH_STYLE,
    credentials: accessKeyId !== undefined && secretAccessKey !== undefined ? { accessKeyId, secretAccessKey } : undefined,
  });
}
