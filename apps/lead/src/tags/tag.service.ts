import { Inject, Injectable } from '@nestjs/common';
import type { CreateTag, PatchTag, Tag, TagAuditEntry } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { AuditPageReadModel, type VersionPage } from '../audit-store/audit-page.read-model.js';
import { untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { TagRepository } from './store/tag.repository.js';
import { TagsService } from './store/tags.service.js';
import { tagErrors } from './tag.errors.js';
import type { TagRecord } from './tag.js';
import { acceptLook, changedTag, newTag, presentTag, type TagLook } from './tag.rules.js';
import { TagRemovalService } from './tagging/tag-removal.service.js';

/** Tags as a tenant makes, changes and deletes them. */
@Injectable()
export class TagService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tags: TagRepository,
    private readonly store: TagsService,
    private readonly removals: TagRemovalService,
    private readonly audits: AuditPageReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.TAG_INVALID`, `LEAD.TAG_EXISTS` with `existingId`, `LEAD.TAG_LIMIT` */
  create(stated: CreateTag): Promise<Tag> {
    const { name = '', colour } = accepted(stated);
    const tag = newTag(this.ids.next(), name, this.clock.now(), colour);
    return this.database.write(async (tx) => {
      if ((await this.store.add(tx, [tag])).length === 0) throw nameTaken(await this.tags.findNamed(tx, tx.tenantId, name));
      return presentTag({ ...tag, leads: 0, deals: 0 });
    });
  }

  list(): Promise<Tag[]> {
    return this.database.read(async (tx) => (await this.tags.findAllUsed(tx, tx.tenantId)).map(presentTag));
  }

  /** @throws DomainError `LEAD.TAG_NOT_FOUND` */
  read(tagId: Uuid): Promise<Tag> {
    return this.database.read((tx) => this.shown(tx, tagId));
  }

  /** @throws DomainError `LEAD.TAG_NOT_FOUND` */
  audit(
    tagId: Uuid,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<VersionPage<TagAuditEntry['action']>> {
    return this.database.read(async (tx) => {
      await this.shown(tx, tagId);
      return this.audits.findPage(tx, tx.tenantId, 'tag', tagId, page);
    });
  }

  /** @throws DomainError `LEAD.TAG_NOT_FOUND`, `LEAD.TAG_STALE`, `LEAD.TAG_INVALID`, `LEAD.TAG_EXISTS` with `existingId` */
  async patch(tagId: Uuid, version: number, stated: PatchTag): Promise<Tag> {
    const look = accepted(stated);
    // Somebody may take the name between our look and our write: another look finds who.
    return untilNotOvertaken(() =>
      this.database.write(async (tx) => {
        const before = await this.findForUpdate(tx, tagId, version);
        const tag = changedTag(before, look, this.clock.now());
        const holderId = tag && (await this.tags.findNamed(tx, tx.tenantId, tag.name));
        if (holderId && holderId !== tagId) throw nameTaken(holderId);
        if (tag) await this.save(tx, before, tag);
        return this.shown(tx, tagId);
      }),
    );
  }

  /** @throws DomainError `LEAD.TAG_NOT_FOUND`, `LEAD.TAG_STALE` */
  delete(tagId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const before = await this.findForUpdate(tx, tagId, version);
      await this.save(tx, before, { ...before, version: version + 1, updatedAt: now, deletedAt: now });
      await this.removals.takeOff(tx, tagId);
    });
  }

  private async findForUpdate(tx: Tx, tagId: Uuid, version: number): Promise<TagRecord> {
    const tag = await this.tags.findForUpdate(tx, tx.tenantId, tagId);
    if (!tag) throw tagErrors.TAG_NOT_FOUND();
    if (tag.version !== version) throw tagErrors.TAG_STALE({ extra: { currentVersion: tag.version } });
    return tag;
  }

  private async save(tx: Tx, before: TagRecord, tag: TagRecord): Promise<void> {
    await this.tags.update(tx, tx.tenantId, tag);
    await this.store.record(tx, before, tag);
  }

  private async shown(tx: Tx, tagId: Uuid): Promise<Tag> {
    const tag = await this.tags.findUsed(tx, tx.tenantId, tagId);
    if (!tag) throw tagErrors.TAG_NOT_FOUND();
    return presentTag(tag);
  }
}

function nameTaken(existingId: Uuid | undefined) {
  return tagErrors.TAG_EXISTS(existingId ? { extra: { existingId } } : {});
}

function accepted(stated: TagLook): TagLook {
  const read = acceptLook(stated);
  if ('errors' in read) throw tagErrors.TAG_INVALID({ errors: read.errors });
  return read.look;
}
