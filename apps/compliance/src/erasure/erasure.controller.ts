import { getErasure, getErasureCertificate, listErasures, requestErasure } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { ErasureService } from './erasure.service.js';

@Controller()
export class ErasureController {
  constructor(private readonly erasures: ErasureService) {}

  @Route(requestErasure)
  async request(@Input() { body }: InputOf<typeof requestErasure>) {
    const erasure = await this.erasures.request(body);
    return reply(erasure, { location: `/v1/erasures/${erasure.id}` });
  }

  @Route(listErasures)
  list(@Input() { query }: InputOf<typeof listErasures>) {
    return this.erasures.list(query);
  }

  @Route(getErasure)
  get(@Input() { params }: InputOf<typeof getErasure>) {
    return this.erasures.get(params.id);
  }

  @Route(getErasureCertificate)
  certificate(@Input() { params }: InputOf<typeof getErasureCertificate>) {
    return this.erasures.certificate(params.id);
  }
}
