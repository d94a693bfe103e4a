import { type Clock, uuidV7 } from '@leadstream/kernel';
import { type DynamicModule, Module } from '@nestjs/common';
import { CLOCK, IDS } from '../tokens.js';
import { RegisterFileController } from './files/register-file.controller.js';
import { RegisterController } from './register.controller.js';
import { RegisterRepository } from './register.repository.js';
import { RegisterService } from './register.service.js';
import { ReviewReminderService } from './review-reminder.service.js';

/** The record of processing activities. */
@Module({})
export class RegisterModule {
  static with(clock: Clock): DynamicModule {
    return {
      module: RegisterModule,
      controllers: [RegisterController, RegisterFileController],
      providers: [
        ...[RegisterService, ReviewReminderService, RegisterRepository],
        { provide: CLOCK, useValue: clock },
        { provide: IDS, useValue: uuidV7 },
      ],
      exports: [RegisterService, ReviewReminderService],
    };
  }
}
