import { errorsOfConfiguration } from './failures/configuration.ts'
import { errorsOfInput } from './failures/input.ts'
import { errorsOfState } from './failures/state.ts'
import { errorsOfUse } from './failures/use.ts'
import type { ErrorWords } from './failures/words.ts'

/** Every way in which a command can fail to be carried out. Codes are API. */
export const errorCatalog = {
  ...errorsOfUse,
  ...errorsOfConfiguration,
  ...errorsOfInput,
  ...errorsOfState,
  // Us
  INTERNAL: {
    exitCode: 70,
    what: ({ message }) => `x402ops itself failed: ${message}`,
    hint: () =>
      'This is a bug in x402ops. Run again with -vvv and report what it prints; secrets are removed from it.',
  },
} as const satisfies Record<string, ErrorWords>

/** The codes of all errors. */
export type ErrorCode = keyof typeof errorCatalog
