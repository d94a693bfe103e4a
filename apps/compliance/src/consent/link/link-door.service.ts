import { type RequestContext, runInContext } from '@leadstream/kernel';
import { Injectable } from '@nestjs/common';
import { readLinkToken } from './link-token.js';
import type { Visitor } from './visitor.js';

/** Lets in who comes by a link: its token names the tenant in whose rows it is looked for, and what is done is done there in the link's name. */
@Injectable()
export class LinkDoorService {
  /**
   * @param opens which kind of page, for the records
   * @returns undefined when the token is none of ours by its form; else what `work` makes of its digest
   */
  async enter<T>({ token, requestId, clientIp }: Visitor, opens: string, work: (digest: Buffer) => Promise<T>): Promise<T | undefined> {
    const read = readLinkToken(token);
    if (read === undefined) return undefined;
    const actor = { kind: 'service', id: opens } as const;
    const context: RequestContext = { tenantId: read.tenantId, actor, scopes: [], requestId, clientIp };
    return runInContext(context, () => work(read.digest));
  }
}
