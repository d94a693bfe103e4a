import { Module } from '@nestjs/common';
import { ImportModule } from '../imports/import.module.js';
import { UpkeepService } from './upkeep.service.js';

@Module({ imports: [ImportModule], providers: [UpkeepService] })
export class UpkeepModule {}
