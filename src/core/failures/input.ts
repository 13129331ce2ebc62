import type { ErrorWords } from './words.ts'

const nothingContacted = 'Nothing was contacted.'

/** What is read: records, other input, endpoints, databases. */
export const errorsOfInput = {
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
  PAIRING_SPILL_FAILED: {
    exitCode: 6,
    what: ({ folder }) => `what pairing does not hold in memory could not be kept in ${folder}`,
    why: ({ reason }) => `The disk answers with ${reason}.`,
    hint: () =>
      'Make room there (some 70 bytes for each payment), or point TMPDIR at another folder. Smaller windows (--since, --until) need less.',
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
} as const satisfies Record<string, ErrorWords>
