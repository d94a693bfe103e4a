import { Inject, Injectable } from '@nestjs/common';
import { tagChangedV1 } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { AuditRepository } from '../../audit-store/audit.repository.js';
import { CLOCK, IDS } from '../../tokens.js';
import { tagErrors } from '../tag.errors.js';
import { MAX_TAGS, type TagRecord } from '../tag.js';
import { newTag, tagAction, tagChanges, tagFold } from '../tag.rules.js';
import { TagRepository } from './tag.repository.js';

/** The tags of a tenant, for every feature that names them or puts them on. */
@Injectable()
export class TagsService {
  constructor(
    private readonly tags: TagRepository,
    private readonly audits: AuditRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  find(tx: Tx): Promise<TagRecord[]> {
    return this.tags.findAll(tx, tx.tenantId);
  }

  /** Of the given tags those that are there; none of them is deleted before the transaction ends. To be called before leads are locked. */
  async held(tx: Tx, tagIds: readonly Uuid[]): Promise<ReadonlySet<Uuid>> {
    return new Set(await this.tags.hold(tx, tx.tenantId, tagIds));
  }

  /**
   * Keeps tags from being deleted until the transaction ends; to be called before leads are locked.
   * @throws DomainError `LEAD.TAG_NOT_FOUND`
   */
  async hold(tx: Tx, tagIds: readonly Uuid[]): Promise<void> {
    const held = await this.held(tx, tagIds);
    const missing = tagIds.find((tagId) => !held.has(tagId));
    if (missing !== undefined) throw tagErrors.TAG_NOT_FOUND({ extra: { tagId: missing } });
  }

  /**
   * Ids of tags by {@link tagFold} of their names; those that are not there are made, in the order of the names, until the tenant has as many
   * as there may be: names of further ones are left out.
   * @param foretold nothing is written: folds of tags that were foretold before, to which those are added that would be made. Their ids nobody else knows
   */
  async named(tx: Tx, names: readonly string[], foretold?: Set<string>): Promise<ReadonlyMap<string, Uuid>> {
    if (names.length === 0) return new Map();
    // The first way in which a name is spelt is the one that stays.
    const wanted = new Map<string, string>();
    for (const name of names) if (!wanted.has(tagFold(name))) wanted.set(tagFold(name), name);
    const found = await this.tags.holdNamed(tx, tx.tenantId, [...wanted.values()]);
    for (const { name } of found) wanted.delete(tagFold(name));
    const room = wanted.size === 0 ? 0 : MAX_TAGS - (await this.tags.count(tx, tx.tenantId));
    const now = this.clock.now();
    const makeable = foretold ? withRoom([...wanted.keys()], foretold, room) : [...wanted.keys()].slice(0, Math.max(0, room));
    const made = makeable.map((fold) => newTag(this.ids.next(), wanted.get(fold) ?? fold, now));
    const known = [...found, ...(foretold ? made : await this.write(tx, made))];
    const ids = new Map(known.map(({ name, tagId }) => [tagFold(name), tagId]));
    // Others made one of them at this moment: it is there by now.
    return made.some(({ name }) => !ids.has(tagFold(name))) ? this.named(tx, names, foretold) : ids;
  }

  /** @returns those that went in; @throws DomainError `LEAD.TAG_LIMIT` */
  async add(tx: Tx, tags: readonly TagRecord[]): Promise<TagRecord[]> {
    if (tags.length === 0) return [];
    if ((await this.tags.count(tx, tx.tenantId)) + tags.length > MAX_TAGS) throw tagErrors.TAG_LIMIT({ extra: { limit: MAX_TAGS } });
    return this.write(tx, tags);
  }

  private async write(tx: Tx, tags: readonly TagRecord[]): Promise<TagRecord[]> {
    if (tags.length === 0) return [];
    const written = await this.tags.create(tx, tx.tenantId, tags);
    for (const tag of written) await this.record(tx, undefined, tag);
    return written;
  }

  /**
   * Keeps and tells a version of a tag whose row is written.
   * @param before undefined of a new one
   */
  async record(tx: Tx, before: TagRecord | undefined, tag: TagRecord): Promise<void> {
    const { tagId, name, colour, version, updatedAt, deletedAt } = tag;
    const entry = { id: tagId, version, action: tagAction(before, tag), changes: tagChanges(before, tag), recordedAt: updatedAt };
    await this.audits.create(tx, tx.tenantId, 'tag', [entry]);
    const data = { tagId, name, colour, changedAt: updatedAt.toISOString(), deletedAt: deletedAt?.toISOString() ?? null };
    await this.outbox.add(tx, tagChangedV1, { data, sequence: version, time: updatedAt });
  }
}

/** Of the folds those that were foretold, and as many more as there is room for, which are foretold from then on. */
function withRoom(folds: readonly string[], foretold: Set<string>, room: number): string[] {
  return folds.filter((fold) => {
    if (foretold.size < room) foretold.add(fold);
    return foretold.has(fold);
  });
}
