import { lookup } from 'node:dns';
import { type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { crmErrors } from '../crm.errors.js';
import { isPublicAddress } from './public-address.js';

export interface PeerRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface PeerAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined when there is none. */
  readonly body: unknown;
}

const TIMEOUT_MS = 30_000;
/** 200 records with a hundred properties of some kilobytes are far below. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Looks a host up and refuses it unless all of its addresses are public: what is checked is what is connected to. */
const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 0);
    const refused = addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address));
    if (refused) return done(crmErrors.CRM_PEER_ADDRESS_REFUSED(), '', 0);
    const [first] = addresses;
    return options.all === true ? done(null, addresses) : done(null, first?.address ?? '', first?.family);
  });
};

/**
 * Asks a CRM over HTTP: follows no redirect, waits 30 s for the whole answer, reads 32 MiB of it at most, and believes only JSON.
 */
export class PeerClient {
  /** @param allowsPrivate also hosts of private networks, for development */
  constructor(private readonly allowsPrivate: boolean) {}

  /** @throws DomainError `LEAD.CRM_PEER_UNREACHABLE`, `..._ADDRESS_REFUSED`, `..._ANSWER_TOO_LARGE`, `..._UNREADABLE` */
  async send(asked: PeerRequest): Promise<PeerAnswer> {
    const host = asked.url.hostname.replace(/^\[|\]$/g, '');
    if (!this.allowsPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw crmErrors.CRM_PEER_ADDRESS_REFUSED();
    const { message, text } = await this.exchange(asked);
    return { status: message.statusCode ?? 0, headers: message.headers, body: parsed(message, text) };
  }

  private exchange({ method, url, headers, body }: PeerRequest): Promise<{ message: IncomingMessage; text: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ message: IncomingMessage; text: string }>();
    const fail = (error: unknown): void =>
      reject(typeof error === 'object' && error !== null && 'kind' in error ? error : crmErrors.CRM_PEER_UNREACHABLE({ cause: error }));
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = open(
      url,
      {
        method,
        headers: { accept: 'application/json', ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }), ...headers },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(!this.allowsPrivate && { lookup: publicLookup }),
      },
      (message) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        message.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MOST_BYTES) outgoing.destroy(crmErrors.CRM_PEER_ANSWER_TOO_LARGE());
          else chunks.push(chunk);
        });
        message.on('error', fail);
        message.on('end', () => resolve({ message, text: Buffer.concat(chunks).toString('utf8') }));
      },
    );
    outgoing.on('error', fail);
    outgoing.end(body);
    return promise;
  }
}

/** A gateway that is in trouble speaks HTML: that is said by its status. */
function parsed(message: IncomingMessage, text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if ((message.statusCode ?? 0) >= 400) return undefined;
    throw crmErrors.CRM_PEER_UNREADABLE({ detail: 'The answer is no JSON.', cause: error });
  }
}
