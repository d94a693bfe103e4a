import { Module } from '@nestjs/common';
import { PipelineController } from './pipeline.controller.js';
import { PipelineRepository } from './pipeline.repository.js';
import { PipelineService } from './pipeline.service.js';

@Module({ controllers: [PipelineController], providers: [PipelineService, PipelineRepository], exports: [PipelineService] })
export class PipelineModule {}
