import { describe, expect, test } from 'vitest'
import { type CommandRow, rows } from './commands.ts'
import { type Mode, modesOf } from './modes.ts'
import { type Left, newStage } from './stage.ts'

/** Runs one row in one mode on a stage of its own and looks for canaries in everything that it left. */
export async function act({ argv, before = [] }: CommandRow, mode: Mode): Promise<Left> {
  const stage = await newStage(mode.scene)
  try {
    // What goes before goes well, so that there is something to look at.
    for (const line of before) await stage.x402ops(line, () => ({}))
    const left = await stage.x402ops([...argv, ...(mode.argv ?? [])])
    expect(left.leaks).toEqual([])
    expect(mode.codes, left.err).toContain(left.code)
    // A stack is for those who ask for it; it passed the same search.
    const mayHoldStack = [...argv, ...(mode.argv ?? [])].includes('-vvv')
    if (!mayHoldStack) expect(left.out + left.err).not.toMatch(/^\s+at .+:\d+:\d+/m)
    return left
  } finally {
    await stage.remove()
  }
}

/** The tests of some commands: each of their rows in each mode that concerns it. */
export function actAll(names: RegExp): void {
  const chosen = rows.filter(({ command }) => names.test(command))
  describe.each(chosen)('$argv', (row) => {
    test.each(modesOf(row))('$name', { timeout: 90_000 }, async (mode) => {
      const { out, err } = await act(row, mode)
      if (mode.scene.io === undefined) expect((out + err).length).toBeGreaterThan(20)
    })
  })
}
