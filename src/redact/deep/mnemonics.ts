import { wordlist } from '@scure/bip39/wordlists/english'
import type { DeepRule, Span } from './span.ts'

const words: ReadonlySet<string> = new Set(wordlist)
const fewest = 12

// What may stand between two words of a seed phrase: blanks, quotes, commas, `+`, and the number of the next
// one. Bounded, one class: linear.
const gap = /^(?:\\[nrt"']|%20|%2[cC]|[\s"'`,;+\\/|[\](){}<>_.:=#*-]|\d{1,2}(?!\d)){1,24}$/

// In signs, whatever stands for one: `%20` or an escape is three.
const longestGap = 72

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function listedWord(text: string): string | undefined {
  if (words.has(text)) return text
  const lower = text.toLowerCase()
  return words.has(lower) ? lower : undefined
}

/** The words of a text with the places of the last ones: of twelve in a row one is asked about. */
type Run = { readonly start: number; readonly end: number; readonly words: readonly string[] }

function wordEnd(text: string, start: number): number {
  let at = start
  while (at < text.length && isLetter(text.charCodeAt(at))) at += 1
  return at
}

function listedAt(text: string, start: number, end: number): string | undefined {
  return end - start >= 3 && end - start <= 8 ? listedWord(text.slice(start, end)) : undefined
}

/** The words of the list in a row around one of them. `before` holds the places of the words in front, last first. */
function runAround(text: string, first: Run, before: readonly (readonly [number, number])[]): Run {
  const list = [...first.words]
  let { start, end } = first
  for (const [from, to] of before) {
    const listed = listedAt(text, from, to)
    if (listed === undefined || !gap.test(text.slice(to, start))) break
    list.unshift(listed)
    start = from
  }
  for (let at = end; at < text.length; ) {
    // What is longer than the longest gap divides.
    if (at - end > longestGap) break
    if (!isLetter(text.charCodeAt(at))) {
      at += 1
      continue
    }
    const to = wordEnd(text, at)
    const listed = listedAt(text, at, to)
    if (listed === undefined || !gap.test(text.slice(end, at))) break
    list.push(listed)
    end = to
    at = to
  }
  return { start, end, words: list }
}

/**
 * Where a text holds 12 words of the English BIP-39 list in a row, whatever separates them. The checksum is not
 * asked for: a phrase with one word exchanged is nearly the phrase. A gap that holds anything but separators and
 * the numbers of the words ends a run. Of twelve words in a row every twelfth of a text hits one, so that most
 * words are only counted.
 */
function find(text: string): readonly Span[] {
  const spans: Span[] = []
  // A text without twelve words cannot hold a phrase.
  if (text.length < fewest * 4 - 1) return spans
  const starts = new Int32Array(fewest)
  const ends = new Int32Array(fewest)
  let count = 0
  for (let at = 0; at < text.length; ) {
    if (!isLetter(text.charCodeAt(at))) {
      at += 1
      continue
    }
    const start = at
    at = wordEnd(text, at)
    const place = count % fewest
    starts[place] = start
    ends[place] = at
    count += 1
    if (place !== fewest - 1) continue
    const listed = listedAt(text, start, at)
    if (listed === undefined) continue
    const before = Array.from({ length: fewest - 1 }, (_, index) => {
      const other = fewest - 2 - index
      return [starts[other] ?? 0, ends[other] ?? 0] as const
    })
    const { words: list, ...run } = runAround(text, { start, end: at, words: [listed] }, before)
    if (list.length < fewest) continue
    if (new Set(list).size > 1) {
      spans.push({ ...run, rule: 'mnemonic', kind: 'mnemonic', value: list.join(' ') })
    }
    at = run.end
    count = 0
  }
  return spans
}

// In the order of the list: nobody's phrase.
const canary = wordlist.slice(0, 12).join(' ')

/** Seed phrases without a name in front of them. */
export const mnemonics: DeepRule = {
  name: 'mnemonic',
  mustHide: [
    canary,
    canary.replaceAll(' ', ','),
    canary.replaceAll(' ', '+'),
    canary.replaceAll(' ', '\n'),
    canary.toUpperCase(),
    JSON.stringify(canary.split(' ')),
    canary
      .split(' ')
      .map((item, index) => `${index + 1}. ${item}`)
      .join('\n'),
    canary
      .split(' ')
      .map((item, index) => `word${index + 1}=${item}`)
      .join(' ')
      .replaceAll('word', ''),
    `started with ${canary} abandon, then stopped`,
  ],
  mustKeep: [
    'A canary in a coal mine can only warn you once, and then it is time to leave the mine.',
    'the seed phrase is never asked for, and no command of this tool will ever take one from you',
    wordlist.slice(0, 11).join(' '),
    '{"status":"paid","amount":"1000","method":"exact","type":"credit","state":"final"}',
  ],
  find,
}
