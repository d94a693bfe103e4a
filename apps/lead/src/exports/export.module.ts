import { Module } from '@nestjs/common';
import { ProfileModule } from '../profile/profile.module.js';
import { ExportController } from './export.controller.js';
import { ExportService } from './export.service.js';
import { ExportRepository } from './store/export.repository.js';

@Module({
  imports: [ProfileModule],
  controllers: [ExportController],
  providers: [ExportService, ExportRepository],
  exports: [ExportService],
})
export class ExportModule {}
