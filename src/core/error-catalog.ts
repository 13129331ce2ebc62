import type { ExitCode } from './report.ts'

/** Arguments of an error, by name. Never a secret: the values stand in messages. */
export type ErrorArgs = Readonly<Record<string, string | number>>

/** The words of one error and the exit code it leads to. */
export type ErrorWords = {
  readonly exitCode: ExitCode
  readonly what: (args: ErrorArgs) => string
  readonly why?: (args: ErrorArgs) => string
  readonly hint: (args: ErrorArgs) => string
}

const nothingContacted = 'Nothing was contacted.'

/** Every way in which a command can fail to be carried out. Codes are API. */
export const errorCatalog = {
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

  // Records
  RECORDS_NOT_FOUND: {
    exitCode: 2,
    what: ({ file }) => `no records file ${file}`,
    hint: () =>
      'Check the path; quote a pattern so that the shell does not expand it. "-" reads standard input.',
  },
  RECORDS_UNREADABLE: {
    exitCode: 2,
    what: ({ file }) => `${file} cannot be read as payment records`,
    why: ({ reason }) => `${reason}`,
    hint: () =>
      'Records are JSON lines or CSV (also gzip). x402ops reconcile --show-mapping shows what was understood.',
  },
  RECORDS_CHANGED: {
    exitCode: 6,
    what: ({ file }) => `${file} changed while it was read`,
    why: () =>
      'What was read first is no longer what the file holds, so nothing was judged. New lines at its end would not matter.',
    hint: () => 'Run it again; if a program rewrites or rotates the file, give a copy.',
  },
  RECORDS_EXEC_FAILED: {
    exitCode: 2,
    what: ({ program }) => `the program of ${program} gave no records that can be used`,
    why: ({ reason, complaint }) => `Of what it printed nothing was used: ${reason}.${complaint}`,
    hint: () =>
      'Run it by itself: it must print records as a file would hold them, and end with exit code 0.',
  },
  RECORDS_EXEC_UNCLEAR: {
    exitCode: 2,
    what: ({ flag }) => `${flag} is not a command that can be run without a shell`,
    why: ({ reason }) => `${reason}.`,
    hint: () =>
      'Write the program and its arguments, quoted where they hold blanks; for pipes and variables name a script.',
  },
  RECORDS_TABLE_MISSING: {
    exitCode: 2,
    what: ({ file }) => `${file} is a database, and no table is named`,
    hint: () =>
      'Write "table: payments" or "select: ..." into a mapping file and give it with --map. See: docs/records.md',
  },
  RECORDS_QUERY_REFUSED: {
    exitCode: 2,
    what: ({ name }) => `the database ${name} does not give the records that are asked for`,
    why: ({ reason }) => `${reason}`,
    hint: () =>
      'Look at table, select, columns and orderBy in the mapping file; names are taken as they are written, capitals too. The right to SELECT is enough.',
  },
  RECORDS_SPOOL_FAILED: {
    exitCode: 6,
    what: ({ folder }) => `records that come only once could not be kept in ${folder}`,
    why: ({ reason }) => `Writing fails with ${reason}.`,
    hint: () =>
      'Make room there, point TMPDIR at another folder, or write the records to a file and name that.',
  },
  RECORDS_WITHOUT_KEY: {
    exitCode: 2,
    what: ({ file }) => `${file} holds no field that could join a record to the chain`,
    why: ({ fields }) => `Fields seen: ${fields}.`,
    hint: () =>
      'Log payer and nonce (x402ops init --recorder prints the code), or map your names with --map mapping.yaml.',
  },
  MAPPING_INVALID: {
    exitCode: 2,
    what: ({ file, problem }) => `${file}: ${problem}`,
    hint: ({ suggestion }) => `${suggestion}`,
  },
  AMOUNT_UNIT_UNCLEAR: {
    exitCode: 2,
    what: ({ file, field }) => `${file}: the amounts in "${field}" mix integers and decimals`,
    why: () =>
      'An integer could be atomic units or whole tokens, and guessing would be wrong by a factor of a million.',
    hint: () => 'Say which in the mapping file: amountUnit: atomic, or amountUnit: token.',
  },
  TIME_ZONE_UNCLEAR: {
    exitCode: 2,
    what: ({ file, field, value }) => `${file}: the time "${value}" in "${field}" has no zone`,
    why: () => 'The window would be off by hours.',
    hint: () => 'Say which in the mapping file: timeZone: UTC, or timeZone: "+02:00".',
  },

  // Input of any kind
  INPUT_NOT_FOUND: {
    exitCode: 2,
    what: ({ file }) => `there is no file ${file}`,
    hint: () => 'Check the path. "-" reads standard input.',
  },
  INPUT_UNREADABLE: {
    exitCode: 2,
    what: ({ file }) => `${file} cannot be read`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Name a file that this user may read, or "-" for standard input.',
  },
  INPUT_TOO_LARGE: {
    exitCode: 2,
    what: ({ file, maxBytes }) => `${file} holds more than ${maxBytes} bytes`,
    why: () => 'It was not looked into.',
    hint: () => 'Cut out the part that matters and give only that.',
  },
  VERIFY_NOT_READ: {
    exitCode: 2,
    what: ({ file, part }) => `${file} holds no ${part} that can be read`,
    why: ({ problem }) => `${problem}. Nothing was contacted.`,
    hint: ({ part }) =>
      part === 'payment'
        ? 'Give a PAYMENT-SIGNATURE or X-PAYMENT header, its JSON, or the whole request.'
        : 'Give the PAYMENT-REQUIRED header, the body of the 402, or the whole answer (curl -si).',
  },

  // Chain
  CHAIN_ID_MISMATCH: {
    exitCode: 5,
    what: ({ endpoint, network }) => `${endpoint} is not ${network}`,
    why: ({ expected, got }) => `It answers with chain id ${got}; ${expected} was expected.`,
    hint: () => 'Give the RPC endpoint of the right network. Nothing was judged.',
  },

  // Databases
  STORE_MISSING: {
    exitCode: 2,
    what: () => '--engine postgres needs a store, and none is named',
    why: () => nothingContacted,
    hint: () =>
      'Give --store env:NAME, where NAME holds the URL of a PostgreSQL database, or write store: into x402ops.yaml. See: docs/engines.md',
  },
  STORE_URL_UNUSABLE: {
    exitCode: 2,
    what: ({ flag }) =>
      `${flag} is not the address of a PostgreSQL database that can be used (it is not shown)`,
    why: ({ reason }) => `${reason}`,
    hint: () =>
      'Write postgres://host:5432/database, with the user in PGUSER and the password in PGPASSWORD, or put the whole URL into a variable and give env:NAME.',
  },
  STORE_NEWER: {
    exitCode: 2,
    what: ({ name }) => `the tables in ${name} were made by a newer version of x402ops`,
    why: ({ version, known }) =>
      `They have version ${version}, this program knows up to ${known}. Nothing was changed.`,
    hint: () => 'Update x402ops here, or give this version a database of its own.',
  },
  STORE_RIGHTS: {
    exitCode: 2,
    what: ({ name, doing }) => `the user of ${name} may not do what is needed: ${doing}`,
    why: () => 'Nothing of the run was kept there.',
    hint: ({ statements }) => `Let somebody who may run this once, then try again:\n${statements}`,
  },
  DATABASE_UNREACHABLE: {
    exitCode: 3,
    what: ({ name }) => `the database ${name} cannot be reached: nothing was decided`,
    why: ({ reason }) => `${reason}`,
    hint: () =>
      'Check host and port and that the server runs. Pairing needs no server: without --engine one process bears ten million payments.',
  },
  DATABASE_REFUSED: {
    exitCode: 2,
    what: ({ name }) => `the database ${name} refused the connection`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Check user, password, database and sslmode of the address, and who may connect from here.',
  },
  DATABASE_LOST: {
    exitCode: 3,
    what: ({ name, doing }) => `the database ${name} went away while ${doing}: nothing was decided`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Run again when it is back: what an engine left there is removed by the next run.',
  },
  DATABASE_TIMEOUT: {
    exitCode: 3,
    what: ({ name, doing, seconds }) =>
      `the database ${name} took longer than ${seconds} s while ${doing}: nothing was decided`,
    why: () => 'The statement was stopped.',
    hint: () => 'Look for locks and for what else the server does, then run again.',
  },
  DATABASE_FAILED: {
    exitCode: 3,
    what: ({ name, doing, code }) =>
      `the database ${name} failed while ${doing} (${code}): nothing was decided`,
    why: () => 'What it said is not shown, because it may hold rows or addresses; its log has it.',
    hint: () => 'The five characters are its error code. Nothing of the run was kept; try again.',
  },

  // Local disk and output
  OUTPUT_FAILED: {
    exitCode: 6,
    what: ({ file }) => `${file} could not be written`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Nothing was half-written. Choose another path or free the disk, then run again.',
  },
  FILE_EXISTS: {
    exitCode: 2,
    what: ({ file }) => `${file} is there already, and nothing was written`,
    hint: ({ instead }) => `Move it away, or ${instead}.`,
  },
  STATE_LOCKED: {
    exitCode: 6,
    what: ({ folder }) => `another run holds the lock of ${folder}`,
    why: ({ owner }) => `${owner}`,
    hint: () => 'Wait for it to end, or use another --state-dir.',
  },
  RUNS_UNREADABLE: {
    exitCode: 6,
    what: ({ folder }) => `the saved runs in ${folder} cannot be read`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Give this user the folder, or name another one with --state-dir.',
  },
  RUN_NOT_FOUND: {
    exitCode: 2,
    what: ({ run }) => `there is no saved run "${run}"`,
    hint: ({ known }) => `${known}`,
  },
  RUNS_NOT_COMPARABLE: {
    exitCode: 2,
    what: ({ first, second }) => `a run of ${first} and a run of ${second} cannot be compared`,
    why: () => 'They answer different questions.',
    hint: ({ first }) =>
      `Name two runs of one command; last~1 and last are the two newest, here of ${first} if that ran last.`,
  },

  // Toggle
  TOGGLE_NOT_CONFIGURED: {
    exitCode: 2,
    what: ({ what }) => `toggle apply has nothing to run: ${what}`,
    why: () => nothingContacted,
    hint: () =>
      'toggle in x402ops.yaml: {"on": "true", "off": "false", exec: [your-command, "X402_ENABLED={value}"]}. toggle guide prints the command of your platform.',
  },
  TOGGLE_OFF_IS_OPEN: {
    exitCode: 5,
    what: ({ profile }) => `${profile} is not switched off`,
    why: () =>
      'Off means open there (toggle.flagOffMeans): every paid route would serve everybody for nothing.',
    hint: () => 'Close the paid routes at the proxy with 503 instead. See the playbook served-free.',
  },

  // Refunds
  RUN_WITHOUT_PAYMENTS: {
    exitCode: 2,
    what: ({ run }) => `${run} compared no books with a chain`,
    hint: () => 'Run x402ops reconcile first, or name a saved reconcile or monitor with --from-run.',
  },
  NO_RUN_WITH_PAYMENTS: {
    exitCode: 2,
    what: ({ profile }) => `no saved run of ${profile} has compared books with a chain`,
    why: () => 'What has to go back is read from such a run.',
    hint: ({ profile }) => `Run x402ops reconcile ${profile} --since 24h first.`,
  },
  REFUND_NOT_MARKED: {
    exitCode: 2,
    what: () => 'the refund was not marked',
    why: ({ why }) => `${why}`,
    hint: () => 'x402ops refund list shows every refund with its id and its state.',
  },

  // Evidence bundles
  EVIDENCE_NOTHING: {
    exitCode: 2,
    what: () => 'there is nothing to export',
    why: ({ why }) => `${why}`,
    hint: ({ profile, saved }) =>
      typeof saved === 'number' && saved > 0
        ? `What happened later is in no saved run: run x402ops reconcile ${profile} --since 24h again. --from-run RUN takes a whole run.`
        : `Run x402ops reconcile ${profile} or x402ops monitor ${profile} first: a bundle is made from saved runs.`,
  },
  EVIDENCE_GATE: {
    exitCode: 5,
    what: ({ count }) => `no bundle: after redaction, ${count} places still look like a secret`,
    why: ({ places }) => `${places}`,
    hint: () =>
      'Nothing was written. Leave the file out that holds it, or export less; a rule that missed it is a bug of x402ops.',
  },
  BUNDLE_UNREADABLE: {
    exitCode: 2,
    what: ({ file }) => `${file} cannot be read as an evidence bundle`,
    why: ({ reason }) => `${reason}`,
    hint: () =>
      'Nothing in it was judged. Ask for the file again, and have its sha256 sent on another way to compare with.',
  },
  BUNDLE_SIGN_FAILED: {
    exitCode: 2,
    what: ({ file }) => `the bundle could not be signed with ${file}`,
    why: ({ reason }) => `${reason}`,
    hint: () =>
      'x402ops asks for no passphrase: load such a key with ssh-add, then name its .pub file. Or leave --sign out.',
  },
  BUNDLE_SEAL_FAILED: {
    exitCode: 2,
    what: ({ step }) => `the bundle could not be ${step}`,
    why: ({ reason }) => `${reason}`,
    hint: () =>
      'Recipients are age1.. (age-keygen prints one); an identity is the file that age-keygen wrote for it.',
  },
  INCLUDE_CHANGED: {
    exitCode: 6,
    what: ({ file }) => `${file} was changed while it was read`,
    hint: () => 'Copy what you want to include and give the copy. Nothing was written.',
  },
  INCLUDE_NOT_FOUND: {
    exitCode: 2,
    what: ({ file }) => `--include ${file}: there is no such file or folder`,
    hint: () => 'Check the path. Nothing was written.',
  },
  INSTALLATION_SECRET_UNUSABLE: {
    exitCode: 6,
    what: ({ file }) => `${file}, which keys the tags of evidence bundles, cannot be used`,
    why: ({ reason }) => `${reason}`,
    hint: ({ file }) =>
      `chmod 600 ${file} if nobody else can have read it; else move it away: a new one is made, and new ` +
      'bundles get other tags.',
  },

  // Classify and explain
  CLASSIFY_NOTHING: {
    exitCode: 2,
    what: () => 'there is nothing to classify',
    hint: () => 'Give an error text, a file, or pipe an answer or a log in: x402ops classify error.json',
  },
  CODE_UNKNOWN: {
    exitCode: 2,
    what: ({ code }) => `no code, class or finding is called "${code}"`,
    why: ({ suggestion }) => `${suggestion}`,
    hint: () => 'x402ops explain lists every code; a finding is looked for in the saved runs of the profile.',
  },

  // Kept terms
  SNAPSHOT_NAME: {
    exitCode: 2,
    what: ({ flag, value }) => `${flag} "${value}" is no name for kept terms`,
    why: () => nothingContacted,
    hint: () =>
      'A name is 1 to 64 letters, digits, ".", "-" and "_", and not last-good: --save before-deploy',
  },
  SNAPSHOT_NOT_FOUND: {
    exitCode: 2,
    what: ({ value }) => `there are no kept terms called "${value}"`,
    why: () => nothingContacted,
    hint: () =>
      'Keep some: x402ops matrix --save NAME. --against takes that name, a file, or last-good (a run with exit code 0).',
  },
  SNAPSHOT_UNREADABLE: {
    exitCode: 2,
    what: ({ name }) => `the kept terms "${name}" cannot be read`,
    why: ({ reason }) => `${reason}`,
    hint: () => 'Keep them again: x402ops matrix --save NAME.',
  },

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
