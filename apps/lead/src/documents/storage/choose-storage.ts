import type { LeadConfig } from '../../config.js';
import type { DocumentStorage } from './document-storage.js';
import { FolderStorage } from './folder-storage.js';
import { S3Storage } from './s3-storage.js';

/**
 * The storage that the configuration names.
 * @throws Error when what it needs is not given
 */
export function chooseStorage(config: LeadConfig): DocumentStorage {
  if (config.DOCUMENT_STORAGE === 'folder') return new FolderStorage(config.DOCUMENT_FOLDER);
  const { DOCUMENT_S3_BUCKET: bucket, DOCUMENT_S3_ACCESS_KEY_ID: accessKeyId, DOCUMENT_S3_SECRET_ACCESS_KEY: secretAccessKey } = config;
  if (bucket === undefined) throw new Error('DOCUMENT_S3_BUCKET is needed where DOCUMENT_STORAGE is s3');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new Error('DOCUMENT_S3_ACCESS_KEY_ID and DOCUMENT_S3_SECRET_ACCESS_KEY are needed together');
  }
  return new S3Storage({
    bucket,
    region: config.DOCUMENT_S3_REGION,
    endpoint: config.DOCUMENT_S3_ENDPOINT,
    forcePathStyle: config.DOCUMENT_S3_PATH_STYLE,
    credentials: accessKeyId !== undefined && secretAccessKey !== undefined ? { accessKeyId, secretAccessKey } : undefined,
  });
}
