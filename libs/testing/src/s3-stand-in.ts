import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export const S3_KEYS = { accessKeyId: 'AKIASPEC', secretAccessKey: 'secret-of-the-specs' };

const MAX_SKEW_MS = 15 * 60_000;
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Stands for an S3 server: one bucket in memory, reached over HTTP with the bucket in the path. It believes nothing but requests signed
 * with Signature Version 4, which it checks as AWS documents it and not with the SDK, and takes only bytes of the digest that was signed.
 */
export class S3StandIn {
  readonly objects = new Map<string, Buffer>();
  /** What was refused, and why. */
  readonly refusals: string[] = [];
  /** Answers every request with 503, as S3 does when it wants to be left alone. */
  isBusy = false;
  /** Ends the connection in the middle of each answer, and of each file that is sent in: nothing of it is kept. */
  breaksOff = false;
  readonly #server: Server;

  constructor(readonly bucket: string) {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.breaksOff && request.method === 'PUT') return void request.once('data', () => request.socket.destroy());
    const body = await buffer(request);
    if (this.isBusy) return refuse(response, 503, 'SlowDown');
    const problem = problemOf(request, body);
    if (problem !== undefined) {
      this.refusals.push(problem);
      return refuse(response, 403, problem);
    }
    const { pathname } = new URL(request.url ?? '', this.url);
    const [, bucket, ...key] = pathname.split('/').map(decodeURIComponent);
    if (bucket !== this.bucket) return refuse(response, 404, 'NoSuchBucket');
    this.#answer(request.method, key.join('/'), body, response);
  }

  #answer(method: string | undefined, key: string, body: Buffer, response: ServerResponse): void {
    if (method === 'PUT') {
      this.objects.set(key, body);
      response.writeHead(200, { etag: `"${sha256(body)}"` }).end();
    } else if (method === 'DELETE') {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else if (method === 'GET') {
      const found = this.objects.get(key);
      if (found) this.#send(found, response);
      else refuse(response, 404, 'NoSuchKey');
    } else refuse(response, 405, 'MethodNotAllowed');
  }

  #send(found: Buffer, response: ServerResponse): void {
    response.writeHead(200, { 'content-length': found.length });
    if (!this.breaksOff) return void response.end(found);
    response.write(found.subarray(0, found.length / 2), () => response.destroy());
  }
}

/** Why the request is not believed: a code of S3. */
function problemOf(request: IncomingMessage, body: Buffer): string | undefined {
  const { headers } = request;
  const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '');
  if (!parts) return 'AccessDenied';
  const [, credential = '', signedHeaders = '', signature = ''] = parts;
  const [accessKeyId, ...scope] = credential.split('/');
  const date = String(headers['x-amz-date']);
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (accessKeyId !== S3_KEYS.accessKeyId) return 'InvalidAccessKeyId';
  if (!(Math.abs(Date.now() - at) < MAX_SKEW_MS)) return 'RequestTimeTooSkewed';
  const digest = String(headers['x-amz-content-sha256']);
  if (digest !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  const checksum = headers['x-amz-checksum-sha256'];
  if (checksum !== undefined && checksum !== Buffer.from(sha256(body), 'hex').toString('base64')) return 'BadDigest';
  if (!signedHeaders.split(';').includes('x-amz-content-sha256')) return 'AccessDenied';
  const expected = signatureOf({ request, signedHeaders, digest, date, scope });
  return timingSafeEqual(Buffer.from(expected), Buffer.from(signature)) ? undefined : 'SignatureDoesNotMatch';
}

interface Signed {
  readonly request: IncomingMessage;
  readonly signedHeaders: string;
  readonly digest: string;
  readonly date: string;
  /** Day, region, service, `aws4_request`. */
  readonly scope: readonly string[];
}

/** AWS, "Signature Version 4": canonical request, text to sign, key drawn from day, region and service. */
function signatureOf({ request, signedHeaders, digest, date, scope }: Signed): string {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const parameters = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort();
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, ' ')}\n`);
  const canonical = [request.method, path, parameters.join('&'), headers.join(''), signedHeaders, digest].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${S3_KEYS.secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': text.length }).end(text);
}
