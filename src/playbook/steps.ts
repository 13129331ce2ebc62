import type { Playbook, PlaybookCommand, TextBlock } from './playbook.ts'

/** One thing to do: what stands there, and the commands that belong to it. `number` counts from 1. */
export type Step = {
  readonly number: number
  readonly heading: string
  readonly blocks: readonly TextBlock[]
  readonly commands: readonly PlaybookCommand[]
}

/** Sections that tell when a playbook applies, or what is never done: nothing in them is to be done. */
const toRead: readonly string[] = ['When', 'Not this if', 'Never ask for']

/**
 * The steps of a playbook in their order: a numbered item and what follows it is one, anything else of a section is
 * one together. The same file gives the same numbers, so that a timeline can be gone on with.
 */
export function stepsOf({ sections }: Pick<Playbook, 'sections'>): readonly Step[] {
  const steps: { heading: string; blocks: TextBlock[]; commands: PlaybookCommand[] }[] = []
  for (const { heading, blocks } of sections) {
    if (toRead.includes(heading)) continue
    let open: (typeof steps)[number] | undefined
    for (const block of blocks) {
      const isNumbered = block.kind === 'item' && block.marker !== '-'
      if (open === undefined || isNumbered) {
        open = { heading, blocks: [], commands: [] }
        steps.push(open)
      }
      if (block.kind === 'commands') open.commands.push(...block.commands)
      else open.blocks.push(block)
    }
  }
  return steps.map((step, at) => ({ ...step, number: at + 1 }))
}

/** The words of a step, one line for each block; the cells of a table row stand behind each other. */
export function stepLines({ blocks }: Pick<Step, 'blocks'>): readonly string[] {
  return blocks.flatMap((block): readonly string[] => {
    switch (block.kind) {
      case 'paragraph':
        return [block.text]
      case 'item':
        return [`${block.marker} ${block.text}`]
      case 'table':
        return block.rows.map((row) => `- ${row.join(' -> ')}`)
      default:
        return []
    }
  })
}
