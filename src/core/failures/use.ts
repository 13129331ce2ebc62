import type { ErrorWords } from './words.ts'

const nothingContacted = 'Nothing was contacted.'

/** What a command line asks for: times, targets, words, addresses. */
export const errorsOfUse = {
  // Windows of time
  SINCE_WITHOUT_UNIT: {
    exitCode: 2,
    what: ({ flag, value }) => `${flag} ${value} has no unit`,
    why: () => nothingContacted,
    hint: ({ value }) =>
      `Did you mean ${value}h (hours), ${value}d (days) or block:${value}? See: x402ops help since`,
  },
  SINCE_NOT_UNDERSTOOD: {
    exitCode: 2,
    what: ({ flag, value }) => `${flag} "${value}" is not a time this tool understands`,
    why: () => nothingContacted,
    hint: ({ suggestion }) => `${suggestion} See: x402ops help since`,
  },
  SINCE_WITHOUT_ZONE: {
    exitCode: 2,
    what: ({ flag, value }) => `${flag} ${value} has no time zone`,
    why: () => nothingContacted,
    hint: ({ utc, local }) => `Write ${utc} for UTC or ${local} for your local time.`,
  },
  SINCE_IN_FUTURE: {
    exitCode: 2,
    what: ({ flag, value }) => `${flag} ${value} lies in the future`,
    why: () => nothingContacted,
    hint: () => 'Give a time that has passed, such as 24h or 2026-11-20T10:00:00Z.',
  },
  WINDOW_INVERTED: {
    exitCode: 2,
    what: ({ since, until }) => `the window ends (${until}) before it begins (${since})`,
    why: () => nothingContacted,
    hint: () => 'Swap --since and --until, or leave --until out to read up to the newest safe block.',
  },

  WINDOW_NOT_FOUND: {
    exitCode: 3,
    what: ({ value }) => `no endpoint shows ${value}, so the window cannot be placed`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Check the number or hash and the network, or give a time such as 24h.',
  },

  // Safe to run
  UNSAFE_TARGET: {
    exitCode: 5,
    what: ({ target }) => `--safe: ${target} is not named in the file of the profile`,
    why: ({ profile, known }) => `Profile ${profile} names: ${known}. ${nothingContacted}`,
    hint: () => 'Put it under baseUrl, instances or facilitators in x402ops.yaml, or leave --safe out.',
  },
  INCIDENT_SAYS_STOP: {
    exitCode: 5,
    what: ({ id }) => `--safe: the open incident ${id} says stop`,
    why: ({ at, playbook }) => `Noted ${at} in the playbook ${playbook}. ${nothingContacted}`,
    hint: ({ playbook, profile }) =>
      `Lift it with a note that begins with "go:" (x402ops playbook run ${playbook} ${profile}), or leave --safe out.`,
  },

  // Alerts
  ALERT_UNKNOWN: {
    exitCode: 2,
    what: ({ name }) => `--alert ${name} names no receiver of this profile`,
    why: ({ known }) => `Receivers: ${known}. ${nothingContacted}`,
    hint: () => 'Put it under alerts in x402ops.yaml, or set MONITOR_WEBHOOK_URL and say --alert env.',
  },
  ALERT_KIND_NOT_BUILT: {
    exitCode: 2,
    what: ({ name, kind }) => `the receiver ${name} is of kind ${kind}, which this version cannot tell`,
    why: () => nothingContacted,
    hint: () => 'Use kind: webhook; its message is signed and plain JSON.',
  },

  // Playbooks
  PLAYBOOK_UNKNOWN: {
    exitCode: 2,
    what: ({ slug }) => `there is no playbook "${slug}"`,
    hint: ({ suggestion }) => `${suggestion}See: x402ops playbook list`,
  },
  INCIDENT_NOT_FOUND: {
    exitCode: 2,
    what: ({ id, profile }) => `no incident "${id}" of profile ${profile} is kept`,
    why: ({ known }) => `${known}`,
    hint: ({ profile }) => `Begin one with: x402ops playbook run SLUG ${profile}`,
  },

  // Usage
  USAGE: {
    exitCode: 2,
    what: ({ message }) => `${message}`,
    why: ({ suggestion }) => `${suggestion ?? ''}`,
    hint: ({ command }) => `See: x402ops ${command}--help`,
  },
  SECRET_AS_ARGUMENT: {
    exitCode: 2,
    what: ({ position }) => `${position} looks like a secret (it is not shown)`,
    why: () => 'Arguments end up in shell histories and process lists, so secrets are never taken there.',
    hint: () =>
      'Put it into an environment variable or a file and name that in x402ops.yaml: {secret: {env: NAME}}. ' +
      'Payment headers go in by file or standard input. If the value was real, treat it as leaked.',
  },
  TWO_FORMATS_TO_STDOUT: {
    exitCode: 2,
    what: ({ first, second }) => `-o ${first} and -o ${second} both write to standard output`,
    hint: ({ second }) => `Give one of them a file: -o ${second}=report.${second}`,
  },
  UNKNOWN_FORMAT: {
    exitCode: 2,
    what: ({ format }) => `there is no output format "${format}"`,
    hint: ({ known }) => `Formats: ${known}.`,
  },
  NUMBER_EXPECTED: {
    exitCode: 2,
    what: ({ flag, value }) => `${flag} "${value}" is not a usable number`,
    hint: ({ example }) => `Example: ${example}`,
  },
  ADDRESS_EXPECTED: {
    exitCode: 2,
    what: ({ flag, value }) => `${flag} "${value}" is not an EVM address`,
    why: ({ reason }) => `${reason ?? ''}`,
    hint: () => 'An address is 0x followed by 40 hex digits.',
  },
  URL_UNUSABLE: {
    exitCode: 2,
    what: ({ flag, url }) => `${flag}: "${url}" cannot be used`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Give a whole address such as https://api.example.dev',
  },
  URL_NOT_HTTPS: {
    exitCode: 5,
    what: ({ url }) => `${url} is plain http`,
    why: () => 'Over plain http anyone on the way can change what you see.',
    hint: () => 'Use https, or --allow-http when you know that path. Loopback addresses are always allowed.',
  },
  RPC_URL_WITH_KEY: {
    exitCode: 2,
    what: () => 'this --rpc URL holds a key',
    why: () => 'Flags end up in shell histories and process lists.',
    hint: () =>
      'Put the URL into an environment variable and name it: --rpc env:NAME, or in x402ops.yaml ' +
      'rpc: {eip155:8453: [{secret: {env: NAME}}]}',
  },
  RPC_NETWORK_UNCLEAR: {
    exitCode: 2,
    what: ({ flag }) => `${flag} does not say which network this endpoint serves`,
    why: ({ count }) =>
      count === 0
        ? 'The profile takes payments on no network.'
        : `The profile takes payments on ${count} networks.`,
    hint: () => 'Write the network in front: --rpc eip155:8453=https://mainnet.base.org',
  },
} as const satisfies Record<string, ErrorWords>
