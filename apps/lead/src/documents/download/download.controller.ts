import { Controller } from '@nestjs/common';
import { downloadDocument } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { attachmentHeader } from '../document.rules.js';
import { DownloadService } from './download.service.js';

@Controller()
export class DownloadController {
  constructor(private readonly downloads: DownloadService) {}

  @Route(downloadDocument)
  async download(@Input() { params }: InputOf<typeof downloadDocument>) {
    const { document, bytes } = await this.downloads.open(params.token);
    const headers = {
      'content-type': document.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : document.mediaType,
      'content-length': String(document.sizeBytes),
      'content-disposition': attachmentHeader(document.fileName),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    };
    return reply(bytes, { headers });
  }
}
