import { createHash } from 'node:crypto'
import { wordlist } from '@scure/bip39/wordlists/english'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepareKeys } from '../../../src/redact/deep/key-candidates.ts'
import { mnemonics } from '../../../src/redact/deep/mnemonics.ts'
import type { Facts } from '../../../src/redact/deep/span.ts'

const facts: Facts = {
  seen: () => false,
  keyKind: () => 'other',
  chainMadeKind: () => 'other',
  label: null,
}
// What stands in front moves the phrase over every place that is looked at.
const before = fc.nat({ max: 200 }).map((length) => '. zzz'.repeat(41).slice(0, length))
const gap = fc.constantFrom(' ', ', ', '\n', '","', ' 1. ', '%20', ' '.repeat(24))
const phrase = fc.array(fc.constantFrom(...wordlist), { minLength: 12, maxLength: 24 })

test('a phrase is found wherever it begins, and a second one behind it', () => {
  fc.assert(
    fc.property(before, phrase, gap, before, (front, words, between, middle) => {
      fc.pre(new Set(words).size > 1)
      const text = words.join(between)
      const found = mnemonics.find(`${front} ${text} zzz ${middle} ${text}`, facts)
      const first = front.length + 1
      const second = first + text.length + 5 + middle.length + 1
      expect(found.map(({ start, end, value }) => [start, end, value])).toEqual([
        [first, first + text.length, words.join(' ')],
        [second, second + text.length, words.join(' ')],
      ])
    }),
    { numRuns: 200 },
  )
})

test('keys and addresses are prepared wherever they stand', () => {
  const hex = fc.nat().map((index) => createHash('sha256').update(`CANARY ${index}`).digest('hex'))
  fc.assert(
    fc.property(before, hex, hex, (front, seed, address) => {
      const seen: (string | readonly string[])[] = []
      const keyTest = {
        addAddress: (item: string) => seen.push(item),
        prepare: (seeds: readonly string[]) => seen.push(...seeds),
      }
      const text = `${front}0x${address.slice(0, 40)} ${seed}g${seed}${seed} 0x${address.slice(0, 41)}`
      prepareKeys(text, keyTest as never, () => false)
      expect(seen).toEqual([`0x${address.slice(0, 40)}`, seed])
    }),
    { numRuns: 200 },
  )
})
