import { Controller } from '@nestjs/common';
import { type LifecycleFunnel, readLifecycleFunnel } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { FunnelService } from './funnel.service.js';

@Controller()
export class FunnelController {
  constructor(private readonly funnels: FunnelService) {}

  @Route(readLifecycleFunnel)
  readLifecycle(@Input() { query }: InputOf<typeof readLifecycleFunnel>): Promise<LifecycleFunnel> {
    return this.funnels.read(query);
  }
}
