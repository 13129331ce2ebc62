import { afterAll, describe, expect, test } from 'vitest'
import { type CommandRow, inHand, rows } from './commands.ts'
import { type Mode, modesOf } from './modes.ts'
import { type Left, newStage, type Scene } from './stage.ts'

type Stage = Awaited<ReturnType<typeof newStage>>

/** Stages on which the lines before a row were run; they go well, so that there is something to look at. */
const prepared = new Map<string, Promise<Stage>>()

async function stageAfter(lines: readonly (readonly string[])[], scene: Scene): Promise<Stage> {
  const stage = await newStage(scene)
  for (const line of lines) await stage.x402ops(line)
  return stage
}

/**
 * Where the lines before a row have been run. The modes of one weather share it, since a run takes seconds: with
 * X402OPS_RUNS set each has its own, with texts planted otherwise.
 */
function preparedFor(lines: readonly (readonly string[])[], { name, scene }: Mode): Promise<Stage> {
  const { turn = 0, service, node } = scene
  const own = process.env.X402OPS_RUNS === undefined ? '' : name
  const key = JSON.stringify([own, service, node, lines])
  const known = prepared.get(key) ?? stageAfter(lines, { turn, service, node })
  prepared.set(key, known)
  return known
}

async function stageFor({ before }: CommandRow, mode: Mode): Promise<Stage> {
  if (before === undefined) return newStage(mode.scene)
  return newStage({ ...mode.scene, wroteIn: (await preparedFor(before, mode)).folder })
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
    await stage.remove()
  }
}

/** The tests of some commands: each of their rows in each mode that concerns it, some of them at a time. */
export function actAll(names: RegExp): void {
  afterAll(async () => {
    for (const stage of prepared.values()) await (await stage).remove()
  })
  const chosen = rows.filter(({ command }) => names.test(command))
  describe.concurrent.each(chosen)('$argv', (row) => {
    test.each(modesOf(row))('$name', { timeout: 90_000 }, async (mode) => {
      const { out, err } = await act(row, mode)
      if (mode.scene.io === undefined) expect((out + err).length).toBeGreaterThan(20)
    })
  })
}
