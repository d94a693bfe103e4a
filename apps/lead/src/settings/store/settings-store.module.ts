import { Module } from '@nestjs/common';
import { HeldSettingsService } from './held-settings.service.js';
import { SettingsRepository } from './settings.repository.js';

/** Settings as rows, for every feature that judges leads by them. */
@Module({ providers: [SettingsRepository, HeldSettingsService], exports: [SettingsRepository, HeldSettingsService] })
export class SettingsStoreModule {}
