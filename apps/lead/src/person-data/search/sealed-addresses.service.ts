import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { aeadOpen, aeadSeal, PersonVault } from '@leadstream/persistence';
import { addressesAmong, referenceText, type SubjectAddress } from '@leadstream/privacy';
import type { FileSearch } from './file-search.js';

interface Place {
  readonly tenantId: Uuid;
  readonly requestId: Uuid;
  readonly round: number;
}

const contextOf = ({ tenantId, requestId, round }: Place): Buffer => Buffer.from(`file_search ${tenantId} ${requestId} ${round}`);

/** Addresses that are looked for, under the key of the request: it is destroyed when the request ends. */
@Injectable()
export class SealedAddressesService {
  constructor(private readonly vault: PersonVault) {}

  /** @returns undefined when the request is over; @throws DomainError of kind `unavailable` */
  async seal(place: Place, addresses: readonly SubjectAddress[]): Promise<Pick<FileSearch, 'keyId' | 'addresses'> | undefined> {
    const reference = `request:${place.requestId}`;
    const found = (await this.vault.keysOf(place.tenantId, [reference])).get(reference);
    if (found?.key === undefined) return undefined;
    const plain = Buffer.from(JSON.stringify(addresses.map(referenceText)));
    return { keyId: found.keyId, addresses: aeadSeal(found.key, plain, contextOf(place)) };
  }

  /** @returns undefined when the request is over; @throws DomainError of kind `unavailable`; Error when they are not as they were sealed */
  async open(tenantId: Uuid, { requestId, round, keyId, addresses }: FileSearch): Promise<SubjectAddress[] | undefined> {
    const [found] = await this.vault.find([{ tenantId, keyId }]);
    if (found === undefined) throw new Error('the vault does not know the key of a request');
    if (found.key === undefined) return undefined;
    const plain = aeadOpen(found.key, addresses, contextOf({ tenantId, requestId, round }));
    if (plain === undefined) throw new Error('addresses are not as they were sealed');
    return addressesAmong(JSON.parse(plain.toString()) as string[]);
  }
}
