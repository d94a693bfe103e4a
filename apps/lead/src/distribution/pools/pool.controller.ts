import { Controller } from '@nestjs/common';
import { createDistributionPool, listDistributionPools, patchDistributionPool, readDistributionPool } from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { PoolService } from './pool.service.js';

@Controller()
export class PoolController {
  constructor(private readonly pools: PoolService) {}

  @Route(createDistributionPool)
  async create(@Input() { body }: InputOf<typeof createDistributionPool>) {
    const pool = await this.pools.create(body);
    return created(`/v1/distribution/pools/${pool.id}`, pool.version, pool);
  }

  @Route(listDistributionPools)
  list(@Input() { query }: InputOf<typeof listDistributionPools>) {
    return this.pools.list(query);
  }

  @Route(readDistributionPool)
  async read(@Input() { params }: InputOf<typeof readDistributionPool>) {
    const pool = await this.pools.read(params.id);
    return reply(pool, { version: pool.version });
  }

  @Route(patchDistributionPool)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchDistributionPool>) {
    const pool = await this.pools.patch(params.id, ifMatch, body);
    return reply(pool, { version: pool.version });
  }
}
