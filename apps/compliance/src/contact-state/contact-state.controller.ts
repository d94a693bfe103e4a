import { getContactState } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { ContactStateService } from './contact-state.service.js';

@Controller()
export class ContactStateController {
  constructor(private readonly contactStates: ContactStateService) {}

  @Route(getContactState)
  read(@Input() { params }: InputOf<typeof getContactState>) {
    return this.contactStates.read(params.id);
  }
}
