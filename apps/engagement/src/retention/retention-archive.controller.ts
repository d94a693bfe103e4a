import { listEngagementArchives, readEngagementArchive } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { ArchiveReaderService } from '@leadstream/retention';
import { Controller } from '@nestjs/common';

@Controller()
export class RetentionArchiveController {
  constructor(private readonly archives: ArchiveReaderService) {}

  @Route(listEngagementArchives)
  list(@Input() { query }: InputOf<typeof listEngagementArchives>) {
    return this.archives.list(query);
  }

  @Route(readEngagementArchive)
  async read(@Input() { params }: InputOf<typeof readEngagementArchive>) {
    const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' };
    return reply(await this.archives.open(params.id), { headers });
  }
}
