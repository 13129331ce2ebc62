import type { Block } from '../../core/report.ts'
import { expectationText } from '../../playbook/expectation.ts'
import type { Expectation, Playbook, PlaybookCommand, TextBlock } from '../../playbook/playbook.ts'

// Marks of Markdown that say nothing on a terminal. Bounded, delimited by itself: linear.
const bold = /\*\*([^*]{1,200})\*\*/g

const plain = (text: string) => text.replace(bold, '$1')

const flagWords = {
  keep: 'X402_ENABLED stays on',
  consider: 'turning X402_ENABLED off is to be considered',
  off: 'X402_ENABLED goes off',
} as const

/** What a playbook says at first sight about X402_ENABLED. */
export function flagText({ flag }: Pick<Playbook, 'flag'>): string {
  return `${flagWords[flag]}; x402ops toggle guide decides on what was seen`
}

// Whatever it shows is right: that tells nobody anything.
const saysSomething = ({ exitCodes, codes, says }: Expectation) =>
  exitCodes.length < 3 || codes.length > 0 || says.length > 0

function commandBlock(commands: readonly PlaybookCommand[]): Block {
  const lines = commands.flatMap(({ line, expect }) => [
    line,
    ...(expect === null || !saysSomething(expect) ? [] : [`# expect: ${expectationText(expect)}`]),
  ])
  return { kind: 'commands', lines }
}

/** Blocks of a playbook as blocks of a screen; items that follow each other become one block. */
export function textScreen(blocks: readonly TextBlock[]): readonly Block[] {
  const screen: Block[] = []
  let items: (readonly [string, string])[] = []
  const closeItems = () => {
    if (items.length > 0) screen.push({ kind: 'pairs', pairs: items })
    items = []
  }
  for (const block of blocks) {
    if (block.kind === 'item') {
      // A list that begins again is another list.
      if (block.marker === '1.') closeItems()
      items.push([`  ${block.marker}`, plain(block.text)])
      continue
    }
    closeItems()
    if (block.kind === 'paragraph') screen.push({ kind: 'lines', lines: [plain(block.text)] })
    if (block.kind === 'commands') screen.push(commandBlock(block.commands))
    if (block.kind === 'table') {
      const columns = block.columns.map((title) => ({ title: title.toUpperCase() }))
      screen.push({ kind: 'table', columns, rows: block.rows.map((row) => row.map(plain)) })
    }
  }
  closeItems()
  return screen
}

/** A playbook for a terminal. */
export function playbookScreen(playbook: Playbook): readonly Block[] {
  const { slug, title, severity, triggers, modules, summary, sections } = playbook
  return [
    { kind: 'lines', lines: [`${slug}: ${title}`] },
    {
      kind: 'pairs',
      pairs: [
        ['Severity', severity],
        ['Flag', flagText(playbook)],
      ],
    },
    ...textScreen(summary),
    ...sections.flatMap(({ heading, blocks }): readonly Block[] => [
      { kind: 'lines', lines: [`== ${heading} ==`] },
      ...textScreen(blocks),
    ]),
    { kind: 'lines', lines: ['== About this playbook =='] },
    {
      kind: 'pairs',
      pairs: [
        ['Named by', triggers.join(', ')],
        ['Looks at', modules.join(', ')],
      ],
    },
  ]
}
