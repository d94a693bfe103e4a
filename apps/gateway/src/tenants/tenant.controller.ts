import { Controller } from '@nestjs/common';
import { getCurrentTenant, type Tenant } from '@leadstream/contracts';
import { type Answer, reply, Route } from '@leadstream/http';
import { TenantService } from './tenant.service.js';

@Controller()
export class TenantController {
  constructor(private readonly tenants: TenantService) {}

  @Route(getCurrentTenant)
  async current(): Promise<Answer<Tenant>> {
    const tenant = await this.tenants.current();
    return reply(tenant, { version: tenant.version });
  }
}
