import { Readable } from 'node:stream';
import { downloadRegisterCsv, downloadRegisterJson, downloadRegisterPage } from '@leadstream/contracts';
import { reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { PAGE_HEADERS } from '../page/html-page.rules.js';
import { RegisterService } from '../register.service.js';
import { registerCsv, registerJson, registerPage } from './register-file.rules.js';

@Controller()
export class RegisterFileController {
  constructor(private readonly register: RegisterService) {}

  @Route(downloadRegisterJson)
  async json() {
    const { activities, madeAt } = await this.register.whole();
    return file(registerJson(activities, madeAt), { 'content-type': 'application/json; charset=utf-8' }, 'json');
  }

  @Route(downloadRegisterCsv)
  async csv() {
    const { activities } = await this.register.whole();
    return file(registerCsv(activities), { 'content-type': 'text/csv; charset=utf-8; header=present' }, 'csv');
  }

  @Route(downloadRegisterPage)
  async page() {
    const { activities, madeAt } = await this.register.whole();
    return file(registerPage(activities, madeAt), PAGE_HEADERS, 'html');
  }
}

function file(text: string, headers: Readonly<Record<string, string>>, form: string) {
  const name = `processing-register.${form}`;
  return reply(Readable.from([Buffer.from(text)], { objectMode: false }), {
    headers: { 'cache-control': 'no-store', ...headers, 'content-disposition': `attachment; filename="${name}"` },
  });
}
