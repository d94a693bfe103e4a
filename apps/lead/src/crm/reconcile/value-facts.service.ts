import { Injectable } from '@nestjs/common';
import type { CrmFieldMapping } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { NamedMemberReadModel } from '../../distribution/members/named-member.read-model.js';
import { TagsService } from '../../tags/store/tags.service.js';
import type { CrmPeer, PeerOwner, PeerRecord } from '../peer/crm-peer.js';
import { mapsKind, placeOf } from './field-place.rules.js';
import type { ValueFacts } from './field-values.rules.js';
import { addressOf, matchOwners } from './matched-owners.rules.js';
import { namedTags, namesIn } from './tag-values.rules.js';

type NamedFacts = Pick<ValueFacts, 'tags' | 'owners'>;
interface MadeFacts {
  readonly named: NamedFacts;
  readonly tagIds: readonly Uuid[];
}

type Mapping = readonly CrmFieldMapping[];

/** Finds out who and what is meant by what the two sides call otherwise: tags by their names, owners by their addresses. */
@Injectable()
export class ValueFactsService {
  constructor(
    private readonly tags: TagsService,
    private readonly members: NamedMemberReadModel,
  ) {}

  /** Owners of the peer, where the mapping has any use for them. Asks the peer, so outside of any transaction. */
  askOwners(mapping: Mapping, peer: CrmPeer): Promise<readonly PeerOwner[]> {
    return mapsKind(mapping, 'owner') ? peer.owners() : Promise.resolve([]);
  }

  /** @param owners as the peer was asked for */
  async find(tx: Tx, mapping: Mapping, owners: readonly PeerOwner[]): Promise<NamedFacts> {
    const tags = mapsKind(mapping, 'tags') ? namedTags(await this.tags.find(tx)) : undefined;
    return { ...(tags && { tags }), ...(await this.findOwners(tx, mapping, owners)) };
  }

  /**
   * The same once the tags that records name are there. To be called before leads are locked.
   * @returns also the tags that are named
   */
  async make(tx: Tx, mapping: Mapping, owners: readonly PeerOwner[], records: readonly PeerRecord[]): Promise<MadeFacts> {
    const ofOwners = await this.findOwners(tx, mapping, owners);
    if (!mapsKind(mapping, 'tags')) return { named: ofOwners, tagIds: [] };
    const wanted = records.flatMap((record) => wantedNames(mapping, record));
    const made = await this.tags.named(tx, wanted);
    return { named: { tags: namedTags(await this.tags.find(tx), wanted), ...ofOwners }, tagIds: [...made.values()] };
  }

  private async findOwners(tx: Tx, mapping: Mapping, owners: readonly PeerOwner[]): Promise<Pick<NamedFacts, 'owners'>> {
    if (!mapsKind(mapping, 'owner')) return {};
    const addresses = owners.flatMap((owner) => addressOf(owner) ?? []);
    const { byEmail } = await this.members.find(tx, tx.tenantId, [], addresses);
    return { owners: matchOwners(owners, byEmail) };
  }
}

function wantedNames(mapping: Mapping, { properties }: PeerRecord): readonly string[] {
  const mapped = mapping.find(({ field, direction }) => direction !== 'push' && placeOf(field)?.kind === 'tags');
  const names = mapped && namesIn(properties[mapped.property] ?? '', mapped.words);
  return names?.ok ? names.value : [];
}
