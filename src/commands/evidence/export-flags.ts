import type { Command } from 'commander'
import { addFlag, addHelpWords, addProfileArgument, collect } from '../options.ts'

const again = { parse: collect }

/** What a bundle is made from, what goes in beside it, and where it goes. */
export function defineExport(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--from-run <run>', 'this saved run: id, beginning of one, last; again for more', again)
  addFlag(command, '--finding <id>', 'only payments of this finding: id or code; again for more', again)
  addFlag(command, '--request <id>', 'only payments with this request id; again for more', again)
  addFlag(command, '--tx <hash>', 'only payments of this transaction; again for more', again)
  addFlag(command, '--payer <address>', 'only payments of this payer; again for more', again)
  addFlag(command, '--incident <id>', 'the runs of this incident, with its timeline as a note; or last')
  addFlag(command, '--since <time>', 'every run that ended since: 24h, 7d or a time')
  addFlag(command, '--include <path>', 'a log file or folder, redacted; again for more', again)
  addFlag(command, '--note <text>', 'a sentence for the reader, redacted')
  addFlag(command, '--notes <file>', 'a file with notes for the reader, redacted')
  addFlag(command, '--rpc <url>', 'chain endpoint for what is asked now, or env:NAME; again for more', again)
  addFlag(command, '--offline', 'contact nobody: only what saved runs hold')
  addFlag(command, '--dry-run', 'show what would be in it, and write nothing')
  addFlag(command, '--sign <key>', 'sign with this ssh key file')
  addFlag(
    command,
    '--encrypt-to <recipient>',
    'encrypt to this age recipient (age1..); again for more',
    again,
  )
  addFlag(command, '--out <path>', 'file or folder (this folder)')
  addHelpWords(command, {
    examples: [
      [
        'one finding, for whoever has to look at it',
        'x402ops evidence export shop --finding ORPHANED_PAYMENT',
      ],
      ['one payment that a buyer asks about', 'x402ops evidence export shop --request req_7f21c0'],
      ['what would be in it?', 'x402ops evidence export shop --from-run last --dry-run'],
      ['an incident that was gone through with playbook run', 'x402ops evidence export shop --incident last'],
      ['with logs, for one reader only', 'x402ops evidence export shop --from-run last \\'],
      ['', '  --include ./logs --encrypt-to age1..'],
    ],
    exitCodes: [
      [0, 'the bundle is written; with --dry-run: it could be'],
      [2, 'nothing fits what was asked for'],
      [3, 'it is written, and something that was to be asked could not be had'],
      [5, 'a secret was left after redaction: nothing was written'],
      [6, 'the disk refused it'],
    ],
  })
}
