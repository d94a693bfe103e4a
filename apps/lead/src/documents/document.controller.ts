import { Controller, Inject, Req } from '@nestjs/common';
import { createDocument, createDocumentLink, deleteDocument, listDocuments, readDocument, restoreDocument } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { FastifyRequest } from 'fastify';
import type { LeadConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { DocumentService } from './document.service.js';
import { DocumentUploadService } from './upload/document-upload.service.js';
import { receiveDocument } from './upload/receive-document.js';

const of = (id: Uuid) => ({ kind: 'lead', id }) as const;

@Controller()
export class DocumentController {
  constructor(
    private readonly documents: DocumentService,
    private readonly uploads: DocumentUploadService,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'DOCUMENT_MAX_BYTES'>,
  ) {}

  @Route(createDocument)
  async create(@Input() { params }: InputOf<typeof createDocument>, @Req() request: FastifyRequest) {
    const document = await receiveDocument(request, this.config.DOCUMENT_MAX_BYTES, {
      admit: () => this.uploads.demand(of(params.id)),
      take: (received) => this.uploads.upload(of(params.id), received),
    });
    return reply(document, { location: `/v1/leads/${params.id}/documents/${document.id}` });
  }

  @Route(listDocuments)
  list(@Input() { params, query }: InputOf<typeof listDocuments>) {
    return this.documents.list(of(params.id), query);
  }

  @Route(readDocument)
  read(@Input() { params }: InputOf<typeof readDocument>) {
    return this.documents.read(of(params.id), params.documentId);
  }

  @Route(deleteDocument)
  delete(@Input() { params }: InputOf<typeof deleteDocument>): Promise<void> {
    return this.documents.delete(of(params.id), params.documentId);
  }

  @Route(restoreDocument)
  restore(@Input() { params }: InputOf<typeof restoreDocument>) {
    return this.documents.restore(of(params.id), params.documentId);
  }

  @Route(createDocumentLink)
  async link(@Input() { params }: InputOf<typeof createDocumentLink>) {
    const link = await this.documents.link(of(params.id), params.documentId);
    return reply(link, { location: link.path });
  }
}
