import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { OnApplicationShutdown } from '@nestjs/common';
import { documentErrors } from '../document.errors.js';
import type { DocumentPlace } from '../document.js';
import { DocumentStorage, keyOf, type WholeFile } from './document-storage.js';

const CONNECTION_MS = 2_000;
const SILENCE_MS = 30_000;
/** What goes wrong is thrown; the SDK would write it to the console besides. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface S3StorageOptions {
  readonly bucket: string;
  readonly region: string;
  /** Of another server than Amazon's. */
  readonly endpoint?: string | undefined;
  /** The bucket stands in the path and not in the host name, as most other servers want it. */
  readonly forcePathStyle: boolean;
  /** Left out, the SDK finds them where the platform puts them. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** Documents in a bucket of S3, or of a server that speaks its API. */
export class S3Storage extends DocumentStorage implements OnApplicationShutdown {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor({ bucket, region, endpoint, forcePathStyle, credentials }: S3StorageOptions) {
    super();
    this.#bucket = bucket;
    this.#client = new S3Client({
      region,
      forcePathStyle,
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials && { credentials }),
      logger: SILENT,
      requestHandler: { connectionTimeout: CONNECTION_MS, socketTimeout: SILENCE_MS },
      // Ours is stated; servers other than Amazon's do not all know the ones that the SDK would add.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** The digest is part of the signature: the server takes these bytes or none. */
  override put(place: DocumentPlace, { path, sizeBytes, sha256 }: WholeFile): Promise<void> {
    return told(async () => {
      const body = (await open(path)).createReadStream();
      // The SDK would wait for ever for the bytes of a stream that broke.
      const broken = new AbortController();
      body.once('error', (error) => broken.abort(error));
      const digest = Buffer.from(sha256, 'hex').toString('base64');
      const command = new PutObjectCommand({ ...this.#object(place), Body: body, ContentLength: sizeBytes, ChecksumSHA256: digest });
      command.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
          return next(args);
        },
        { step: 'build', name: 'statedPayloadDigest' },
      );
      await this.#client.send(command, { abortSignal: broken.signal }).finally(() => body.destroy());
    });
  }

  override open(place: DocumentPlace): Promise<Readable> {
    return told(async () => {
      const { Body: body } = await this.#client.send(new GetObjectCommand(this.#object(place)));
      if (!body) throw new Error('the answer has no body');
      return body as Readable;
    });
  }

  override delete(place: DocumentPlace): Promise<void> {
    return told(async () => void (await this.#client.send(new DeleteObjectCommand(this.#object(place)))));
  }

  onApplicationShutdown(): void {
    this.#client.destroy();
  }

  #object(place: DocumentPlace): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: keyOf(place) };
  }
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw documentErrors.DOCUMENT_STORAGE({ cause });
  }
}
