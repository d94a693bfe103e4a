import { Injectable } from '@nestjs/common';
import type { consentChangedV1, consentExpiredV1, dncAddedV1, dncDomainAddedV1, dncRemovedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { EventOfAny } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { PermissionRepository, type ProhibitionState } from './permission.repository.js';

export type ConsentEvent = EventOfAny<typeof consentChangedV1 | typeof consentExpiredV1>;
export type ProhibitionEvent = EventOfAny<typeof dncAddedV1 | typeof dncDomainAddedV1 | typeof dncRemovedV1>;

/** Whom prohibitions concern, as they were and as they are. */
export interface Prohibited {
  /** Live leads that have one of the addresses. */
  readonly leadIds: Uuid[];
  /** Domains; whoever has an address in one of them is not looked for: it may be every lead. */
  readonly domains: string[];
}

/** Keeps what compliance tells of consents and prohibitions, for all who have to know. */
@Injectable()
export class PermissionService {
  constructor(private readonly permissions: PermissionRepository) {}

  /** @returns live leads that the statements concern: what is said of a lead that went into another one is said of that one */
  async keepConsents(tx: Tx, events: readonly ConsentEvent[]): Promise<Uuid[]> {
    if (events.length === 0) return [];
    const stated = events.filter((event) => event.type === 'consent.changed');
    const ended = events.filter((event) => event.type === 'consent.expired');
    await this.permissions.saveConsents(tx, tx.tenantId, stated.map(lineOf));
    await this.permissions.endConsents(tx, tx.tenantId, ended.map(endOf));
    return this.permissions.findMeant(
      tx,
      tx.tenantId,
      events.map(({ data }) => data.leadId),
    );
  }

  async keepProhibitions(tx: Tx, events: readonly ProhibitionEvent[]): Promise<Prohibited> {
    const entryIds = events.map(({ data }) => data.entryId);
    const before = await this.permissions.findNames(tx, tx.tenantId, entryIds);
    const states = events.map(stateOf);
    await this.permissions.saveProhibitions(tx, tx.tenantId, states);
    const told = states.flatMap(({ kind, value }) => (kind === null || value === null ? [] : [{ kind, value }]));
    const { domains = [], addresses = [] } = Object.groupBy([...before, ...told], ({ kind }) =>
      kind === 'domain' ? 'domains' : 'addresses',
    );
    const leadIds = await this.permissions.findAddressed(
      tx,
      tx.tenantId,
      addresses.map(({ value }) => value),
    );
    return { leadIds, domains: [...new Set(domains.map(({ value }) => value))] };
  }
}

function lineOf({ data: { leadId, entryId, channel, purpose, state, statedAt, expiresAt } }: ConsentEvent & { type: 'consent.changed' }) {
  return { leadId, entryId, channel, purpose, state, statedAt, ...(expiresAt !== undefined && { expiresAt }) };
}

function endOf({ data: { leadId, entryId, channel, purpose, expiredAt } }: ConsentEvent & { type: 'consent.expired' }) {
  return { leadId, entryId, channel, purpose, expiredAt };
}

/** An address that is erased binds nobody: no lead has it. Compliance tells the entry once more, under a later version, when one has it again. */
function stateOf({ type, data, sequence: version }: ProhibitionEvent): ProhibitionState {
  if (type === 'dnc.removed')
    return { entryId: data.entryId, version, kind: null, value: null, channels: [], expiresAt: null, isRemoved: true };
  const { entryId, channels, expiresAt } = data;
  if (type === 'dnc.domain-added') return { entryId, version, kind: 'domain', value: data.domain, channels, expiresAt, isRemoved: false };
  const { kind, value } = data;
  return { entryId, version, kind, value, channels, expiresAt, isRemoved: value === null };
}
