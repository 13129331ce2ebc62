/** A row of the table of threats: what it says in a word, and the test that shows the required behaviour. */
export type ThreatRow =
  | { readonly row: number; readonly about: string; readonly file: string; readonly test: string }
  | { readonly row: number; readonly about: string; readonly open: string }

const of = (row: number, about: string, file: string, test: string): ThreatRow => ({ row, about, file, test })

/** Rows 39 to 76 of the table of threats, each with a test; what has none yet says why. */
export const threats: readonly ThreatRow[] = [
  of(
    39,
    'formulas in cells',
    'render/formats.test.ts',
    'any text comes back after one leading quote is removed, and no cell begins like a formula',
  ),
  of(
    40,
    'names from input',
    'adapters/bundle/archive.test.ts',
    'tells nothing of the machine: no names, ids, times or modes, in gzip and in tar',
  ),
  of(41, 'a million distinct routes', 'classify/log.test.ts', 'what is kept does not grow with the log'),
  of(
    42,
    'texts that are slow to search',
    'redact/rules.test.ts',
    'takes linear time on text made of its own beginnings',
  ),
  of(43, 'imitated markers', 'redact/evidence.test.ts', 'imitations are escaped and counted'),
  of(
    44,
    'a key in a public field',
    'redact/evidence.test.ts',
    'a nonce that is a key goes also when it was learned',
  ),
  of(
    45,
    'tags that are tried out',
    'evidence/threats-recipient.test.ts',
    'a tag needs the key of the bundle',
  ),
  of(
    46,
    'two bundles side by side',
    'redact/evidence.test.ts',
    'equal values have equal tags under one key, other tags under another',
  ),
  of(
    47,
    'a file altered, dropped, added, moved',
    'evidence/verify.test.ts',
    'any change of one byte, one file or the order is found, and no bundle makes the judge throw',
  ),
  of(48, 'lengths', 'evidence/threats-recipient.test.ts', 'a longer secret leaves a text of the same length'),
  of(
    49,
    'what an archive says of its maker',
    'adapters/bundle/archive.test.ts',
    'tells nothing of the machine: no names, ids, times or modes, in gzip and in tar',
  ),
  of(
    50,
    'unredacted on request',
    'evidence/threats-recipient.test.ts',
    'no option of evidence export leaves anything unredacted',
  ),
  of(
    51,
    'keys in the environment',
    'leaks/canary/setup.test.ts',
    'every command and every nested command has a row',
  ),
  of(
    52,
    'a key as an argument',
    'leaks/canary/setup.test.ts',
    'a secret of any kind as an argument, in any place',
  ),
  of(53, 'a secret file others can read', 'adapters/secrets.test.ts', 'secrets that others can read'),
  of(
    54,
    'the output is there already',
    'adapters/bundle/draft.test.ts',
    'never takes the place of a file that came in between',
  ),
  of(55, 'signals', 'e2e/leaks.test.ts', '%s in the middle of a run leaves no key anywhere'),
  of(
    56,
    'killed at any write',
    'adapters/bundle/draft.test.ts',
    'killed at any point: what bears a name is whole, the rest begins with a dot',
  ),
  of(57, 'nobody reads', 'e2e/process.test.ts', 'a reader that goes away is no failure'),
  of(58, 'two runs at once', 'adapters/files/lock.test.ts', 'was killed is taken over'),
  of(59, 'a wrong clock', 'probe/sockets.test.ts', 'a shifted clock'),
  of(
    60,
    'torn books',
    'e2e/reconcile-records.test.ts',
    'a torn last line is counted and named by its number',
  ),
  of(
    61,
    'amounts as floats',
    'payments/amount-unit.test.ts',
    'a whole JSON number beside fractional ones is not taken for atomic units',
  ),
  of(
    62,
    'told to toggle',
    'e2e/toggle-proof.test.ts',
    'unattended and not confirmed: nothing is run, and an envelope says how',
  ),
  of(
    63,
    'hostile playbook values',
    'playbook/fill.test.ts',
    'a value is one word, and never a flag, a command or a line of its own',
  ),
  of(64, 'NODE_DEBUG', 'e2e/leaks.test.ts', 'NODE_DEBUG=%s prints no key of an endpoint'),
  of(
    65,
    'a crash that holds a secret',
    'e2e/leaks.test.ts',
    'a crash that nobody caught hides what this run has learned from a file',
  ),
  of(
    66,
    'JSON in a public log',
    'redact/redact-value.test.ts',
    'structured output always parses, also behind the second net, and never holds the secret',
  ),
  of(
    67,
    'binary evidence',
    'adapters/bundle/includes.test.ts',
    'the name of a file does not make it text, nor is a picture of vectors a picture',
  ),
  of(
    68,
    'hostile archives',
    'adapters/bundle/includes.test.ts',
    'a bomb is not expanded: of bytes, of entries, of archives in archives, of folders',
  ),
  of(
    69,
    'swapped links',
    'adapters/bundle/includes.test.ts',
    'a file that somebody swaps for a link all the while is read as itself or not at all',
  ),
  of(70, 'a rule that throws', 'redact/structured/files.test.ts', 'a rule that throws costs the one text'),
  of(71, 'the gate finds a secret', 'redact/mutants.test.ts', '49 of 50 are stopped'),
  of(
    72,
    'short known values',
    'redact/known.test.ts',
    'go only behind their label, with a warning that names no value',
  ),
  of(73, 'a disk that refuses', 'adapters/bundle/draft.test.ts', 'a disk that does not take it'),
  of(
    74,
    'ten hours, as rounds on a clock that is driven',
    'commands/monitor/watch.test.ts',
    'five hundred rounds leave nothing behind but the last one',
  ),
  of(
    75,
    'one writer owns standard output',
    'evidence/threats-streams.test.ts',
    'nothing in src but the sink and the help writes to a stream',
  ),
  of(76, 'canonical JSON', 'adapters/bundle/canonical.test.ts', 'RFC 8785'),
]
