import { expect, test } from 'vitest'
import { guideScreen } from '../../src/commands/toggle/guide-screen.ts'
import type { RunDocument } from '../../src/core/report.ts'
import { advise } from '../../src/toggle/advice.ts'
import { file, resolve } from '../config/resolving.ts'
import { quiet, quietMoney, quietRun, usual } from './world.ts'

// Four rows rest on the books, and each of them repeated three lines of the same reason.
test('a reason that several rows share is told once, below the table', async () => {
  const reason =
    'The newest block of eip155:8453 was not seen at any endpoint; what came after it is not known.'
  const seen = { ...quiet, runs: [quietRun(0, { money: { ...quietMoney, blind: [reason] } })] }
  const { profile } = await resolve({ name: 'shop', files: [file('profiles:\n  shop: {}\n')] })
  const document = { exitCode: 3, verdict: 'UNKNOWN' } as unknown as RunDocument
  const advice = advise(seen, usual)
  const blocks = guideScreen({ advice, seen, profile, document, verbose: 0 })
  const table = blocks.find(({ kind }) => kind === 'table')
  const text = JSON.stringify(blocks)
  expect(text.split(reason)).toHaveLength(2)
  expect(JSON.stringify(table).match(/not everything was read \[1\]/g)?.length).toBeGreaterThan(2)
  expect(text).toContain(`"[1] ${reason}"`)
})
