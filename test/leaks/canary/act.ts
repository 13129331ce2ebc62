import { afterAll, describe, expect, test } from 'vitest'
import { type CommandRow, inHand, rows } from './commands.ts'
import { type Mode, modesOf } from './modes.ts'
import { type Left, newStage } from './stage.ts'

type Stage = Awaited<ReturnType<typeof newStage>>

/** A stage on which some lines were run; they go well, so that there is something to look at. */
async function stageAfter(before: CommandRow['before'], mode: Mode): Promise<Stage> {
  const stage = await newStage(mode.scene)
  for (const line of before ?? []) await stage.x402ops(line, () => ({}))
  return stage
}

/** Commands that only read a bundle share it: making one takes seconds. */
const withBundle = new Map<string, Promise<Stage>>()

function stageFor({ before }: CommandRow, mode: Mode): Promise<Stage> {
  if (before !== inHand) return stageAfter(before, mode)
  const known = withBundle.get(mode.name) ?? stageAfter(before, mode)
  withBundle.set(mode.name, known)
  return known
}

/** Runs one row in one mode and looks for canaries in everything that it left. */
export async function act(row: CommandRow, mode: Mode): Promise<Left> {
  const { argv, before } = row
  const stage = await stageFor(row, mode)
  try {
    const left = await stage.x402ops([...argv, ...(mode.argv ?? [])])
    expect(left.leaks).toEqual([])
    // Or nothing was looked into.
    if (before === inHand && mode.name === 'all is well') expect(left.files).toContain('made.tar.gz')
    expect(mode.codes, left.err).toContain(left.code)
    // A stack is for those who ask for it; it passed the same search.
    const mayHoldStack = [...argv, ...(mode.argv ?? [])].includes('-vvv')
    if (!mayHoldStack) expect(left.out + left.err).not.toMatch(/^\s+at .+:\d+:\d+/m)
    return left
  } finally {
    if (before !== inHand) await stage.remove()
  }
}

/** The tests of some commands: each of their rows in each mode that concerns it. */
export function actAll(names: RegExp): void {
  afterAll(async () => {
    for (const stage of withBundle.values()) await (await stage).remove()
  })
  const chosen = rows.filter(({ command }) => names.test(command))
  describe.each(chosen)('$argv', (row) => {
    test.each(modesOf(row))('$name', { timeout: 90_000 }, async (mode) => {
      const { out, err } = await act(row, mode)
      if (mode.scene.io === undefined) expect((out + err).length).toBeGreaterThan(20)
    })
  })
}
