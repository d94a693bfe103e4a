import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ArchiveStore } from './archive-store.js';

const CONNECTION_MS = 5_000;
const SILENCE_MS = 30_000;
/** What goes wrong is thrown; the SDK would write it to the console besides. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface S3ArchiveOptions {
  readonly bucket: string;
  readonly region: string;
  /** Of another server than Amazon's. */
  readonly endpoint: string | undefined;
  /** The bucket stands in the path and not in the host name, as most other servers want it. */
  readonly forcePathStyle: boolean;
  /** Undefined: the SDK finds them where the platform puts them. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** Archives in a bucket of S3, or of a server that speaks its API. */
export class S3Archive extends ArchiveStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor({ bucket, region, endpoint, forcePathStyle, credentials }: S3ArchiveOptions) {
    super();
    this.#bucket = bucket;
    this.#client = new S3Client({
      region,
      forcePathStyle,
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials && { credentials }),
      logger: SILENT,
      requestHandler: { connectionTimeout: CONNECTION_MS, socketTimeout: SILENCE_MS },
      // Each archive is read again and compared; servers other than Amazon's do not all know the sums that the SDK would add.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  override async put(name: string, bytes: Buffer): Promise<void> {
    await this.#client.send(new PutObjectCommand({ ...this.#object(name), Body: bytes }));
  }

  override async get(name: string): Promise<Buffer | undefined> {
    try {
      const { Body: body } = await this.#client.send(new GetObjectCommand(this.#object(name)));
      if (!body) throw new Error('the answer has no body');
      return Buffer.from(await body.transformToByteArray());
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  override async delete(name: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#object(name)));
  }

  #object(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: name };
  }
}
