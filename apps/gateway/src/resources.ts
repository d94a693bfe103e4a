import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import type { Redis } from 'ioredis';
import { REDIS } from './limits/redis.js';
import { SlicePrisma } from './prisma.js';

/** Lets go of what the process holds, after the last request. */
@Injectable()
export class Resources implements OnApplicationShutdown {
  constructor(
    private readonly database: TenantDatabase,
    private readonly prisma: SlicePrisma,
    @Inject(REDIS) private readonly redis: Redis,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.redis.disconnect();
    await this.prisma.$disconnect();
    await this.database.end();
  }
}
