import type { MemberRole } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** An API key as the look-up by its digest gives it. */
export interface KnownKey {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  /** SHA-256 of the text, hexadecimal. */
  readonly digest: string;
  readonly role: MemberRole | null;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}
