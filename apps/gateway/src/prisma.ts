import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import { type Prisma, PrismaClient } from './generated/prisma/client.js';

/** The slice's models on the service's own connections. */
@Injectable()
export class SlicePrisma extends PrismaClient {
  constructor(database: TenantDatabase) {
    super({ adapter: database.prismaAdapter('gateway') });
  }
}

/** Prisma inside a tenant's transaction. */
export type PrismaTx = Prisma.TransactionClient;
