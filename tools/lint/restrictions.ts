/** A pattern of code that `no-restricted-syntax` refuses, and what to do instead. */
interface Restriction {
  readonly selector: string;
  readonly message: string;
}

/** The environment is read once, by the configuration schema of the app. */
export const sealedEnvironment: readonly Restriction[] = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Take configuration by injection; only loadConfig reads process.env.',
  },
  {
    selector: "ImportDeclaration[source.value='node:process'] ImportSpecifier[imported.name='env']",
    message: 'Take configuration by injection; only loadConfig reads the environment.',
  },
  { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
];

/** Rules are pure: the same arguments give the same answer on every machine and day. */
export const pureRules: readonly Restriction[] = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Rules take the instant as an argument.' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Rules take the instant as an argument.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Rules take chance as an argument.' },
  {
    selector: "CallExpression[callee.name='randomUUID'], CallExpression[callee.property.name='randomUUID']",
    message: 'Rules take ids as arguments.',
  },
  { selector: 'AwaitExpression', message: 'Rules do not wait; fetch in the service and pass values.' },
];

const TEST_FUNCTIONS = '/^(it|test|describe)$/';

/** Every spec runs, always, and waits for facts instead of time. */
export const soundTests: readonly Restriction[] = [
  { selector: `MemberExpression[object.name=${TEST_FUNCTIONS}][property.name=/^(only|todo|failing)$/]`, message: 'Every test runs.' },
  // As a value it may stand: `given ? describe : describe.skip`, for data that a checkout may lack.
  {
    selector: `CallExpression > MemberExpression.callee[object.name=${TEST_FUNCTIONS}][property.name='skip']`,
    message: 'Every test runs.',
  },
  { selector: 'CallExpression[callee.name=/^(xit|fit|xtest|xdescribe|fdescribe)$/]', message: 'Every test runs.' },
  {
    selector: "CallExpression[callee.property.name='mock'][callee.object.name='jest']",
    message: 'jest.mock does nothing for ES modules; pass a stand-in.',
  },
];

/** Services speak of the domain; the edge turns the kind of an error into a status. */
export const domainErrorsOnly = {
  paths: [
    {
      name: '@nestjs/common',
      importNames: [
        'HttpException',
        'BadRequestException',
        'UnauthorizedException',
        'ForbiddenException',
        'NotFoundException',
        'ConflictException',
        'GoneException',
        'PreconditionFailedException',
        'PayloadTooLargeException',
        'UnprocessableEntityException',
        'InternalServerErrorException',
        'ServiceUnavailableException',
      ],
      message: 'Throw a DomainError made by defineErrors.',
    },
  ],
};
