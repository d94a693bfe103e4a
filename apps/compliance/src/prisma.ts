import { TenantDatabase } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { PrismaClient } from './generated/prisma/client.js';

/** The slice's models on the service's own connections. */
@Injectable()
export class SlicePrisma extends PrismaClient {
  constructor(database: TenantDatabase) {
    super({ adapter: database.prismaAdapter('compliance') });
  }
}
