import type { Command } from 'commander'
import { defineExport } from './evidence/export-flags.ts'
import { nestedCommands } from './nested.ts'
import { addFlag, addHelpWords } from './options.ts'

function addIdentity(command: Command): void {
  addFlag(command, '--age-identity <file>', 'opens a bundle that was encrypted with age')
}

function defineVerify(command: Command): void {
  command.argument('<bundle>', 'the .tar.gz file, or .tar.gz.age')
  addFlag(command, '--signers <file>', 'whose signatures count: an allowed_signers file of ssh')
  addFlag(command, '--identity <name>', 'who must have signed, as the signers file calls them')
  addIdentity(command)
  addHelpWords(command, {
    examples: [
      ['is it whole, and as it was made?', 'x402ops evidence verify x402ops-shop-..tar.gz'],
      ['and signed by one of us?', 'x402ops evidence verify x402ops-shop-..tar.gz \\'],
      ['', '  --signers allowed_signers --identity ops@shop.example'],
    ],
    exitCodes: [
      [0, 'it is whole'],
      [1, 'it was altered, or its signature or a proof in it is bad'],
      [3, 'something that is in it could not be checked'],
    ],
  })
}

function defineScan(command: Command): void {
  command.argument('<path>', 'a folder, a file or a bundle')
  addHelpWords(command, {
    examples: [
      ['is there a secret in what I am about to share?', 'x402ops evidence scan ./logs'],
      ['the same of a bundle', 'x402ops evidence scan x402ops-shop-..tar.gz'],
    ],
    exitCodes: [
      [0, 'no secret was found in what was looked at, and all of it was'],
      [1, 'a secret was found; file, line and rule are printed, the value never'],
      [3, 'not everything could be looked at'],
    ],
  })
}

function defineShow(command: Command): void {
  command.argument('<bundle>', 'the .tar.gz file, or .tar.gz.age')
  addIdentity(command)
  addHelpWords(command, { examples: [['what is in it', 'x402ops evidence show x402ops-shop-..tar.gz']] })
}

function defineCase(command: Command): void {
  command.argument('<bundle>', 'the .tar.gz file, or .tar.gz.age')
  addFlag(
    command,
    '--for <reader>',
    'support desk, upstream issue, or what to ask a buyer about a duplicate',
    {
      choices: ['support', 'upstream', 'duplicate'],
      initial: 'support',
    },
  )
  addIdentity(command)
  addHelpWords(command, {
    examples: [
      ['a text for a support desk', 'x402ops evidence case x402ops-shop-..tar.gz'],
      ['a text for an issue upstream', 'x402ops evidence case x402ops-shop-..tar.gz --for upstream'],
    ],
  })
}

function defineDiff(command: Command): void {
  command.argument('<bundle1>', 'the earlier bundle')
  command.argument('<bundle2>', 'the later bundle')
  addIdentity(command)
  addHelpWords(command, {
    examples: [['what changed between two bundles', 'x402ops evidence diff before.tar.gz after.tar.gz']],
    exitCodes: [
      [0, 'both say the same'],
      [1, 'they differ'],
      [3, 'the second did not look at something the first one tells'],
    ],
  })
}

/** `x402ops evidence export|verify|scan|show|case|diff`. */
export const { define, run } = nestedCommands(
  'evidence',
  [
    ['hand over one finding, without secrets', 'x402ops evidence export shop --finding ORPHANED_PAYMENT'],
    ['what was handed over, checked offline', 'x402ops evidence verify x402ops-shop-..tar.gz'],
  ],
  [
    {
      name: 'export',
      summary: 'make a redacted bundle of saved runs',
      define: defineExport,
      load: async () => (await import('./evidence/export.ts')).runExport,
    },
    {
      name: 'verify',
      summary: 'is a bundle whole and as it was made?',
      define: defineVerify,
      load: async () => (await import('./evidence/verify.ts')).runVerify,
    },
    {
      name: 'scan',
      summary: 'look for secrets in a folder, a file or a bundle',
      define: defineScan,
      load: async () => (await import('./evidence/scan.ts')).runScan,
    },
    {
      name: 'show',
      summary: 'what is in a bundle',
      define: defineShow,
      load: async () => (await import('./evidence/show.ts')).runShow,
    },
    {
      name: 'case',
      summary: 'a text about its payments for somebody else',
      define: defineCase,
      load: async () => (await import('./evidence/case.ts')).runCase,
    },
    {
      name: 'diff',
      summary: 'what one bundle says otherwise than another',
      define: defineDiff,
      load: async () => (await import('./evidence/diff.ts')).runDiff,
    },
  ],
)
