import { Controller } from '@nestjs/common';
import { type EmailEvent, listEmailEvents } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { EventListService } from './event-list.service.js';

@Controller()
export class EventController {
  constructor(private readonly events: EventListService) {}

  @Route(listEmailEvents)
  list(@Input() { query }: InputOf<typeof listEmailEvents>): Promise<{ items: EmailEvent[]; nextCursor: string | null }> {
    return this.events.page(query);
  }
}
