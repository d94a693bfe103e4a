import { Controller, Inject, Req } from '@nestjs/common';
import {
  createTaskDocument,
  createTaskDocumentLink,
  deleteTaskDocument,
  listTaskDocuments,
  readTaskDocument,
  restoreTaskDocument,
} from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { FastifyRequest } from 'fastify';
import type { LeadConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { DocumentService } from './document.service.js';
import { DocumentUploadService } from './upload/document-upload.service.js';
import { receiveDocument } from './upload/receive-document.js';

const of = (id: Uuid) => ({ kind: 'task', id }) as const;

@Controller()
export class TaskDocumentController {
  constructor(
    private readonly documents: DocumentService,
    private readonly uploads: DocumentUploadService,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'DOCUMENT_MAX_BYTES'>,
  ) {}

  @Route(createTaskDocument)
  async create(@Input() { params }: InputOf<typeof createTaskDocument>, @Req() request: FastifyRequest) {
    const document = await receiveDocument(request, this.config.DOCUMENT_MAX_BYTES, {
      admit: () => this.uploads.demand(of(params.id)),
      take: (received) => this.uploads.upload(of(params.id), received),
    });
    return reply(document, { location: `/v1/tasks/${params.id}/documents/${document.id}` });
  }

  @Route(listTaskDocuments)
  list(@Input() { params, query }: InputOf<typeof listTaskDocuments>) {
    return this.documents.list(of(params.id), query);
  }

  @Route(readTaskDocument)
  read(@Input() { params }: InputOf<typeof readTaskDocument>) {
    return this.documents.read(of(params.id), params.documentId);
  }

  @Route(deleteTaskDocument)
  delete(@Input() { params }: InputOf<typeof deleteTaskDocument>): Promise<void> {
    return this.documents.delete(of(params.id), params.documentId);
  }

  @Route(restoreTaskDocument)
  restore(@Input() { params }: InputOf<typeof restoreTaskDocument>) {
    return this.documents.restore(of(params.id), params.documentId);
  }

  @Route(createTaskDocumentLink)
  async link(@Input() { params }: InputOf<typeof createTaskDocumentLink>) {
    const link = await this.documents.link(of(params.id), params.documentId);
    return reply(link, { location: link.path });
  }
}
