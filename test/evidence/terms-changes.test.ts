import { describe, expect, test } from 'vitest'
import { termsChanges } from '../../src/evidence/terms-changes.ts'
import { asked, unanswered } from '../matrix/fixtures.ts'
import { matrixRun, network, reconcileRun, usdc } from './world.ts'

const run = reconcileRun(4000)

describe('changes of terms over saved runs', () => {
  const other = `0x${'9'.repeat(40)}`
  const of = (runs: Parameters<typeof termsChanges>[0], field: string) =>
    termsChanges(runs).find((one) => one.field === field)

  test('the last change, between which runs and when it was seen', () => {
    const runs = [
      matrixRun(1000),
      matrixRun(2000, { amount: '20000' }),
      matrixRun(3000, { amount: '30000' }),
      matrixRun(4000, { amount: '30000' }),
    ]
    const ids = runs.map(({ document }) => document.runId)
    expect(of([...runs].reverse(), 'price')).toEqual({
      route: 'GET /v1/quote',
      field: 'price',
      last: {
        route: 'GET /v1/quote',
        field: 'price',
        from: `20000 of ${usdc}`,
        to: `30000 of ${usdc}`,
        between: [ids[1], ids[2]],
        at: '2026-11-21T07:40:02.000Z',
      },
      why: null,
    })
    expect(of(runs, 'payTo')).toMatchObject({
      last: null,
      why: expect.stringMatching(/^no change in 4 saved runs since .*; UNKNOWN before that$/),
    })
  })

  test('recipient and network', () => {
    const runs = [matrixRun(1000), matrixRun(2000, { payTo: other, network: 'eip155:84532' })]
    expect(of(runs, 'payTo')?.last).toMatchObject({ to: other })
    expect(of(runs, 'network')?.last).toMatchObject({ from: network, to: 'eip155:84532' })
  })

  test('another spelling of an address is no change', () => {
    const runs = [
      matrixRun(1000, { payTo: other.toUpperCase().replace('0X', '0x') }),
      matrixRun(2000, { payTo: other }),
    ]
    expect(of(runs, 'payTo')?.last).toBeNull()
  })

  test('too little history is UNKNOWN, never "no change"', () => {
    expect(of([matrixRun(1000)], 'price')).toMatchObject({
      last: null,
      why: 'UNKNOWN: only one saved run shows it',
    })
    const silent = matrixRun(1000, {}, { unpaid: unanswered('connect') })
    const free = matrixRun(2000, {}, { unpaid: asked(200) })
    expect(of([silent, free], 'price')).toMatchObject({ last: null, why: 'UNKNOWN: no saved run shows it' })
    expect(termsChanges([run])).toEqual([])
  })

  test('the terms of a test stage are no change of these', () => {
    const stage = matrixRun(2000, { amount: '1' })
    const runs = [
      matrixRun(1000),
      { ...stage, document: { ...stage.document, target: 'https://stage.example' } },
    ]
    const price = (target: string) => termsChanges(runs, target).find(({ field }) => field === 'price')?.why
    expect(price('https://api.example/')).toBe('UNKNOWN: only one saved run shows it')
    expect(price('https://stage.example')).toBe('UNKNOWN: only one saved run shows it')
    expect(termsChanges(runs, 'https://elsewhere.example')).toEqual([])
  })

  test('a run that saw no terms in between hides no change', () => {
    const silent = matrixRun(2000, {}, { unpaid: unanswered('connect') })
    const runs = [matrixRun(1000), silent, matrixRun(3000, { amount: '1' })]
    expect(of(runs, 'price')?.last?.between).toEqual([runs[0]?.document.runId, runs[2]?.document.runId])
  })
})
