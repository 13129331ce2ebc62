import type { ErrorWords } from './words.ts'

const nothingContacted = 'Nothing was contacted.'

/** Local files, saved runs, bundles, kept terms, and what is looked up in them. */
export const errorsOfState = {
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
  RUNS_STORE_FAILED: {
    exitCode: 3,
    what: ({ name }) => `the shared runs in ${name} cannot be used`,
    why: ({ reason, doing }) => `${reason} (while ${doing}). Nothing was decided.`,
    hint: () =>
      'Check that the server runs and can be reached from here, then try again. --runs-store files uses the runs of this machine instead. See: docs/engines.md',
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
} as const satisfies Record<string, ErrorWords>
