import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkTranscript, normalise, splitWords } from './transcript.ts'

const folder = import.meta.dirname
const files = readdirSync(folder).filter((name) => name.endsWith('.md'))

describe('the program says what its transcripts say', () => {
  test.each(files)('%s, in 80 columns', async (file) => {
    const { written, played } = await checkTranscript(join(folder, file))
    expect(played).toBe(written)
    const printed = played.split('\n').filter((line) => !line.startsWith('$ '))
    expect(printed.filter((line) => line.replace(/^2> /, '').length > 80)).toEqual([])
  })
})

describe('the runner', () => {
  test('splits a line as a shell would', () => {
    expect(splitWords(`x402ops --route "GET /v1/quote" --a='b c' d`)).toEqual([
      'x402ops',
      '--route',
      'GET /v1/quote',
      '--a=b c',
      'd',
    ])
  })

  test('hides moments, durations and run ids, and nothing else', () => {
    expect(normalise('at 2026-11-21 07:40:02Z in 2.3 s, run 20261121T074002Z-monitor-k3f9, 402')).toBe(
      'at <time> in <duration>, run <run>-monitor, 402',
    )
  })
})
