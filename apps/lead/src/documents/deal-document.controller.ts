import { Controller, Inject, Req } from '@nestjs/common';
import {
  createDealDocument,
  createDealDocumentLink,
  deleteDealDocument,
  listDealDocuments,
  readDealDocument,
  restoreDealDocument,
} from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { FastifyRequest } from 'fastify';
import type { LeadConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { DocumentService } from './document.service.js';
import { DocumentUploadService } from './upload/document-upload.service.js';
import { receiveDocument } from './upload/receive-document.js';

const of = (id: Uuid) => ({ kind: 'deal', id }) as const;

@Controller()
export class DealDocumentController {
  constructor(
    private readonly documents: DocumentService,
    private readonly uploads: DocumentUploadService,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'DOCUMENT_MAX_BYTES'>,
  ) {}

  @Route(createDealDocument)
  async create(@Input() { params }: InputOf<typeof createDealDocument>, @Req() request: FastifyRequest) {
    const document = await receiveDocument(request, this.config.DOCUMENT_MAX_BYTES, {
      admit: () => this.uploads.demand(of(params.id)),
      take: (received) => this.uploads.upload(of(params.id), received),
    });
    return reply(document, { location: `/v1/deals/${params.id}/documents/${document.id}` });
  }

  @Route(listDealDocuments)
  list(@Input() { params, query }: InputOf<typeof listDealDocuments>) {
    return this.documents.list(of(params.id), query);
  }

  @Route(readDealDocument)
  read(@Input() { params }: InputOf<typeof readDealDocument>) {
    return this.documents.read(of(params.id), params.documentId);
  }

  @Route(deleteDealDocument)
  delete(@Input() { params }: InputOf<typeof deleteDealDocument>): Promise<void> {
    return this.documents.delete(of(params.id), params.documentId);
  }

  @Route(restoreDealDocument)
  restore(@Input() { params }: InputOf<typeof restoreDealDocument>) {
    return this.documents.restore(of(params.id), params.documentId);
  }

  @Route(createDealDocumentLink)
  async link(@Input() { params }: InputOf<typeof createDealDocumentLink>) {
    const link = await this.documents.link(of(params.id), params.documentId);
    return reply(link, { location: link.path });
  }
}
