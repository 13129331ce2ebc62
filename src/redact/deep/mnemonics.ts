import { wordlist } from '@scure/bip39/wordlists/english'
import type { DeepRule, Span } from './span.ts'

const words: ReadonlySet<string> = new Set(wordlist)
const fewest = 12

// What may stand between two words of a seed phrase: blanks, quotes, commas, `+`, and the number of the next
// one. Bounded, one class: linear.
const gap = /^(?:\\[nrt"']|%20|%2[cC]|[\s"'`,;+\\/|[\](){}<>_.:=#*-]|\d{1,2}(?!\d)){1,24}$/

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function listedWord(text: string): string | undefined {
  if (words.has(text)) return text
  const lower = text.toLowerCase()
  return words.has(lower) ? lower : undefined
}

/**
 * Where a text holds 12 words of the English BIP-39 list in a row, whatever separates them. The checksum is not
 * asked for: a phrase with one word exchanged is nearly the phrase. A gap that holds anything but separators and
 * the numbers of the words ends a run.
 */
function find(text: string): readonly Span[] {
  const spans: Span[] = []
  let run: { start: number; end: number; words: string[] } | undefined
  const close = () => {
    if (run !== undefined && run.words.length >= fewest && new Set(run.words).size > 1) {
      spans.push({
        start: run.start,
        end: run.end,
        rule: 'mnemonic',
        kind: 'mnemonic',
        value: run.words.join(' '),
      })
    }
    run = undefined
  }
  // A text without twelve words cannot hold a phrase.
  if (text.length < fewest * 4 - 1) return spans
  for (let at = 0; at < text.length; ) {
    if (!isLetter(text.charCodeAt(at))) {
      at += 1
      continue
    }
    const start = at
    while (at < text.length && isLetter(text.charCodeAt(at))) at += 1
    const listed = at - start >= 3 && at - start <= 8 ? listedWord(text.slice(start, at)) : undefined
    if (run !== undefined && (listed === undefined || !gap.test(text.slice(run.end, start)))) close()
    if (listed === undefined) continue
    run ??= { start, end: at, words: [] }
    run.end = at
    run.words.push(listed)
  }
  close()
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
