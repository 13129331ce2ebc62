import type { ErrorWords } from './words.ts'

const nothingContacted = 'Nothing was contacted.'

/** Configuration, and what a command misses in it. */
export const errorsOfConfiguration = {
  // Config
  CONFIG_NOT_FOUND: {
    exitCode: 2,
    what: ({ file }) => `there is no config file ${file}`,
    hint: () => 'Check the path given with --config, or leave it out to use the presets.',
  },
  CONFIG_UNREADABLE: {
    exitCode: 2,
    what: ({ file }) => `${file} cannot be read`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Check the path and its permissions.',
  },
  CONFIG_INVALID: {
    exitCode: 2,
    what: ({ file, line, path, problem }) => `${file}:${line}: ${path}: ${problem}`,
    hint: ({ suggestion }) => `${suggestion}`,
  },
  PROFILE_UNKNOWN: {
    exitCode: 2,
    what: ({ name }) => `there is no profile "${name}"`,
    hint: ({ known, nearest }) => `${nearest}Profiles: ${known}.`,
  },
  PROFILE_AMBIGUOUS: {
    exitCode: 2,
    what: ({ command }) =>
      command === 'toggle'
        ? 'toggle needs the name of a profile'
        : `${command} needs a profile, and more than one is configured`,
    hint: ({ known, command }) =>
      command === 'toggle'
        ? `Name one of: ${known}. What is switched is never taken for granted.`
        : `Name one of: ${known}, or set defaultProfile in x402ops.yaml.`,
  },
  SECRET_NOT_FOUND: {
    exitCode: 2,
    what: ({ reference }) => `the secret ${reference} is not there`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Set it where this command runs, or change the reference in x402ops.yaml.',
  },
  BASE_URL_MISSING: {
    exitCode: 2,
    what: ({ command }) => `${command} does not know which service to look at`,
    why: () => nothingContacted,
    hint: ({ command, profile }) =>
      `x402ops ${command} ${profile} --base-url https://api.example.dev, or set baseUrl in x402ops.yaml.`,
  },
  METRICS_MISSING: {
    exitCode: 2,
    what: () => 'metrics has nothing to look at',
    why: () =>
      'No metrics page with a token is configured, and no run of this profile was saved. Nothing was contacted.',
    hint: () =>
      'Name metrics.path and metrics.token in x402ops.yaml, or run x402ops monitor first: rules over saved runs need no page.',
  },
  RPC_MISSING: {
    exitCode: 2,
    what: ({ profile }) => `profile ${profile} names no chain endpoint that can be examined`,
    hint: () => 'Name one: --rpc env:RPC_URL, or rpc in x402ops.yaml.',
  },
  PAY_TO_MISSING: {
    exitCode: 2,
    what: ({ profile }) => `profile ${profile} names no receiving address`,
    hint: () => 'Name one: --pay-to 0x.., or pays with payTo in x402ops.yaml.',
  },
  FACILITATOR_MISSING: {
    exitCode: 2,
    what: () => 'no facilitator is configured',
    why: ({ profile }) => `Profile ${profile} names none.`,
    hint: () =>
      'Put it under facilitators in x402ops.yaml, or name it here: --facilitator-url https://facilitator.example.dev',
  },
  ROUTES_MISSING: {
    exitCode: 2,
    what: () => 'no paid route is known for this service',
    why: () => 'None is configured, and no discovery document names one.',
    hint: () =>
      'List them in x402ops.yaml (routes), or name them here: --route "GET /v1/quote" --route "POST /v1/ask".',
  },
  RECONCILE_NOTHING_TO_READ: {
    exitCode: 2,
    what: () => 'reconcile has nothing to compare',
    why: ({ missing }) => `Missing: ${missing}.`,
    // Short enough for 80 columns: a line that is broken cannot be pasted.
    hint: () => 'x402ops reconcile --records payments.jsonl --rpc env:RPC_URL --pay-to 0x..',
  },

  // Settlement
  SETTLEMENT_NOTHING_TO_READ: {
    exitCode: 2,
    what: () => 'settlement has nothing to look at',
    why: ({ missing }) => `Missing: ${missing}.`,
    hint: () => 'x402ops settlement show REF --rpc env:RPC_URL --pay-to 0x.. --records FILE',
  },
} as const satisfies Record<string, ErrorWords>
