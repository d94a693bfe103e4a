import { Controller } from '@nestjs/common';
import {
  deleteCrmConnection,
  listCrmLinks,
  patchCrmConnection,
  previewCrmLead,
  putCrmConnection,
  readCrmConnection,
  testCrmConnection,
} from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { LinkListService } from '../link/link-list.service.js';
import { PreviewService } from '../push/preview.service.js';
import { ConnectionService } from './connection.service.js';
import { DisconnectionService } from './disconnection.service.js';

@Controller()
export class ConnectionController {
  constructor(
    private readonly connections: ConnectionService,
    private readonly disconnections: DisconnectionService,
    private readonly previews: PreviewService,
    private readonly links: LinkListService,
  ) {}

  @Route(putCrmConnection)
  async put(@Input() { params, body, ifMatch }: InputOf<typeof putCrmConnection>) {
    const connection = await this.connections.put(params.provider, ifMatch, body);
    return reply(connection, { version: connection.version });
  }

  @Route(readCrmConnection)
  async read(@Input() { params }: InputOf<typeof readCrmConnection>) {
    const connection = await this.connections.read(params.provider);
    return reply(connection, { version: connection.version });
  }

  @Route(patchCrmConnection)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchCrmConnection>) {
    const connection = await this.connections.patch(params.provider, ifMatch, body);
    return reply(connection, { version: connection.version });
  }

  @Route(deleteCrmConnection)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteCrmConnection>) {
    return this.disconnections.delete(params.provider, ifMatch);
  }

  @Route(testCrmConnection)
  test(@Input() { params }: InputOf<typeof testCrmConnection>) {
    return this.connections.test(params.provider);
  }

  @Route(previewCrmLead)
  preview(@Input() { params, query }: InputOf<typeof previewCrmLead>) {
    return this.previews.preview(params.provider, query.leadId);
  }

  @Route(listCrmLinks)
  listLinks(@Input() { params, query }: InputOf<typeof listCrmLinks>) {
    return this.links.list(params.provider, query);
  }
}
