import { startTelemetry } from '@leadstream/telemetry';
import { describe, expect, it } from '@jest/globals';
import { Controller, Inject, Injectable, Module } from '@nestjs/common';
import { start } from '../edge.fixture.spec.js';

startTelemetry({ service: 'lead', logLevel: 'silent' });

@Injectable()
class Leads {}

@Injectable()
class Capture {
  constructor(
    readonly leads: Leads,
    @Inject('CLOCK') readonly clock: unknown,
  ) {}
}

@Controller()
class CaptureController {
  constructor(readonly capture: Capture) {}
}

@Module({
  controllers: [CaptureController],
  providers: [Leads, Capture, { provide: 'CLOCK', useFactory: (leads: Leads) => leads, inject: [Leads] }],
})
class WholeModule {}

/** As a build without decorator metadata leaves it. */
@Injectable()
class Stripped {
  constructor(readonly leads: Leads) {}
}
Reflect.deleteMetadata('design:paramtypes', Stripped);

@Module({ providers: [Leads, Stripped] })
class StrippedModule {}

describe('starting', () => {
  it('goes well when every dependency is there', async () => {
    const service = await start(WholeModule);
    expect(service.app.get(CaptureController).capture.leads).toBeInstanceOf(Leads);
    await service.close();
  });

  it('fails when a class would get undefined for a dependency, naming it', async () => {
    await expect(start(StrippedModule)).rejects.toThrow('Stripped');
  });
});
