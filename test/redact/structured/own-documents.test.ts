import { describe, expect, test } from 'vitest'
import { freeze, unfreeze } from '../../../src/core/json.ts'
import { createDataHider } from '../../../src/redact/structured/data.ts'
import { hideFile } from '../../../src/redact/structured/hide-file.ts'
import { recognise } from '../../../src/redact/structured/recognise.ts'
import { all } from '../../matrix/cases.ts'
import { view } from '../../payments/world.ts'
import { judgeWorld } from '../../reconcile/judging.ts'
import { scenarios } from '../../reconcile/scenarios.ts'
import { smallRedactor } from './small-redactor.ts'

// What judges the redacted data must find the same: where there is no secret, nothing may change.
describe('what our own rooms saw stays as it is', () => {
  const cases = scenarios.map(({ name, records = [], chain = [], policy }) => {
    const judged = judgeWorld(records, chain.length === 0 ? [] : [view(...chain)], policy)
    return [name, { records, judged }] as const
  })

  test.each(cases)('reconcile: %s', (_name, seen) => {
    expect(createDataHider(smallRedactor().hide).data(seen)).toEqual(seen)
  })

  // Their addresses hold a key on purpose: the tests below look at them.
  const keyed: readonly string[] = ['a query', 'a faucet on a mainnet route']
  const matrix = all
    .filter(({ name }) => !keyed.includes(name))
    .map(({ name, seen }) => [name, seen] as const)

  test.each(matrix)('matrix: %s', (_name, seen) => {
    expect(createDataHider(smallRedactor().hide).data(seen)).toEqual(seen)
  })

  test('matrix: the key in the query of the encoded terms goes and they can still be decoded', () => {
    const [item] = all.filter(({ name }) => name === 'a query')
    const shown = createDataHider(smallRedactor().hide).data(item!.seen)
    const terms = shown.routes[0]!.unpaid.answer
    const [, value] = (terms.seen && terms.value.headers.find(([name]) => name === 'payment-required')) || []
    const url = /key=[^"]*/
    expect(url.exec(Buffer.from(value!, 'base64').toString())?.[0]).toBe('key=[redacted:url-key]')
    expect(() => JSON.parse(Buffer.from(value!, 'base64').toString())).not.toThrow()
  })

  test('matrix: of an address in a body only the key goes', () => {
    const [item] = all.filter(({ name }) => name === 'a faucet on a mainnet route')
    const shown = createDataHider(smallRedactor().hide).data(item!.seen)
    expect(freeze(shown)).toBe(freeze(item!.seen).replace('key=CANARY', 'key=[redacted:url-key]'))
    expect(freeze(shown)).not.toContain('CANARY')
  })

  test('as saved files, too, with every bigint', () => {
    const text = `${freeze(cases[0]?.[1])}\n${freeze(all[0]?.seen)}\n`
    const shown = [...hideFile(recognise(text), smallRedactor().hide)].join('')
    expect(shown).toBe(text)
    expect(unfreeze(shown.split('\n')[0] ?? '')).toEqual(cases[0]?.[1])
  })
})
