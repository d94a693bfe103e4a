import { getLegalHold, listLegalHolds, placeLegalHold, releaseLegalHold } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { LegalHoldListService } from './legal-hold-list.service.js';
import { LegalHoldService } from './legal-hold.service.js';

@Controller()
export class LegalHoldController {
  constructor(
    private readonly holds: LegalHoldService,
    private readonly lists: LegalHoldListService,
  ) {}

  @Route(placeLegalHold)
  place(@Input() { body }: InputOf<typeof placeLegalHold>) {
    return this.holds.place(body);
  }

  @Route(listLegalHolds)
  list(@Input() { query }: InputOf<typeof listLegalHolds>) {
    return this.lists.list(query);
  }

  @Route(getLegalHold)
  get(@Input() { params }: InputOf<typeof getLegalHold>) {
    return this.lists.get(params.id);
  }

  @Route(releaseLegalHold)
  release(@Input() { params, body }: InputOf<typeof releaseLegalHold>) {
    return this.holds.release(params.id, body.reason);
  }
}
