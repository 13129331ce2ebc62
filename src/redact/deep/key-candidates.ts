import { alone } from '../text-memory.ts'
import type { KeyTest } from './key-test.ts'
import { labelBefore, namesWhatAChainMade } from './labels.ts'
import { type Parts, partsOf } from './parts.ts'

const mostAtOnce = 2_048
// More than a test has the budget for.
const mostInAll = 65_536
const seedLength = 64
const addressLength = 40

const hexDigits = Uint8Array.from({ length: 128 }, (_, code) =>
  /[0-9a-fA-F]/.test(String.fromCharCode(code)) ? 1 : 0,
)

function isHex(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < 128 && hexDigits[code] === 1
}

/**
 * Runs of hex digits of these lengths, one after the other. The shorter one holds every fortieth place: most of a log
 * is never looked at.
 */
function* hexRuns(text: string): Generator<readonly [number, number]> {
  for (let at = addressLength - 1; at < text.length; ) {
    if (!isHex(text, at)) {
      at += addressLength
      continue
    }
    let start = at
    while (start > 0 && at - start < seedLength && isHex(text, start - 1)) start -= 1
    let end = at + 1
    while (end < text.length && isHex(text, end)) end += 1
    const length = end - start
    if (length === seedLength || length === addressLength) yield [start, end]
    at = end + addressLength
  }
}

/** Enters the addresses of a text and gives what may be keys, most of what a chain made apart. */
function candidatesIn(text: Parts, test: KeyTest, isService: (hex: string) => boolean) {
  const seeds = new Set<string>()
  const chainMade = new Set<string>()
  for (const part of partsOf(text)) {
    for (const [start, end] of hexRuns(part)) {
      if (end - start === addressLength) {
        const isAddress = part.startsWith('0x', start - 2) && !/[0-9a-zA-Z]/.test(part.charAt(end))
        if (isAddress) test.addAddress(part.slice(start - 2, end))
        continue
      }
      const hex = part.slice(start, end).toLowerCase()
      if (seeds.has(hex) || chainMade.has(hex) || isService(hex)) continue
      const list = namesWhatAChainMade(labelBefore(part, start)) ? chainMade : seeds
      if (list.size < mostInAll) list.add(alone(hex))
    }
  }
  return { seeds: [...seeds], chainMade: [...chainMade] }
}

/**
 * Enters the addresses of a text and tests all that could be keys of them at once, which is quicker than one by
 * one. What a chain made comes last where its name says so, and not at all where that is known.
 */
export function prepareKeys(text: Parts, test: KeyTest, isService: (hex: string) => boolean): void {
  const { seeds, chainMade } = candidatesIn(text, test, isService)
  let from = 0
  for (; from + mostAtOnce < seeds.length; from += mostAtOnce)
    test.prepare(seeds.slice(from, from + mostAtOnce))
  test.prepare(seeds.slice(from), chainMade)
}
