import { Controller } from '@nestjs/common';
import { type EmailMessage, listEmailMessages } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { MessageListService } from './message-list.service.js';

@Controller()
export class MessageController {
  constructor(private readonly messages: MessageListService) {}

  @Route(listEmailMessages)
  list(@Input() { query }: InputOf<typeof listEmailMessages>): Promise<{ items: EmailMessage[]; nextCursor: string | null }> {
    return this.messages.page(query);
  }
}
