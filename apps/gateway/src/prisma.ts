import { Injectable } from '@nestjs/common';
import { type ColumnCipher, TenantDatabase } from '@leadstream/persistence';
import { type Prisma, PrismaClient } from './generated/prisma/client.js';

/** The slice's models on the service's own connections. */
@Injectable()
export class SlicePrisma extends PrismaClient {
  /** Seals the answers that are kept for idempotency keys. */
  readonly answers: ColumnCipher | undefined;

  constructor(database: TenantDatabase) {
    super({ adapter: database.prismaAdapter('gateway') });
    this.answers = database.answers;
  }
}

/** Prisma inside a tenant's transaction. */
export type PrismaTx = Prisma.TransactionClient;
