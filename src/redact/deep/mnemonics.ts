import { wordlist } from '@scure/bip39/wordlists/english'
import type { DeepRule, Span } from './span.ts'

const words: ReadonlySet<string> = new Set(wordlist)
const fewest = 12
const shortestWord = 3
const longestWord = 8
const shortestPhrase = fewest * (shortestWord + 1) - 1

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

type Word = { readonly start: number; readonly end: number; readonly listed: string }
type Run = { readonly start: number; readonly end: number; readonly words: readonly string[] }

/** The word of the list of which a letter stands at a place. Longer words are left at their ninth letter. */
function wordAt(text: string, place: number): Word | undefined {
  let start = place
  while (place - start < longestWord && isLetter(text.charCodeAt(start - 1))) start -= 1
  let end = place + 1
  while (end - start <= longestWord && isLetter(text.charCodeAt(end))) end += 1
  if (end - start < shortestWord || end - start > longestWord) return undefined
  const listed = listedWord(text.slice(start, end))
  return listed === undefined ? undefined : { start, end, listed }
}

/** The word before a place, which may be in a gap, or around it; nothing that begins before `least`. */
function wordBefore(text: string, place: number, least: number): Word | undefined {
  let at = place
  while (at >= least && place - at <= longestGap && !isLetter(text.charCodeAt(at))) at -= 1
  if (at < least || place - at > longestGap) return undefined
  const word = wordAt(text, at)
  return word === undefined || word.start < least ? undefined : word
}

/** The word behind the end of another, with nothing but a gap between. */
function wordBehind(text: string, end: number): Word | undefined {
  let at = end
  while (at < text.length && at - end <= longestGap && !isLetter(text.charCodeAt(at))) at += 1
  if (at >= text.length || !gap.test(text.slice(end, at))) return undefined
  return wordAt(text, at)
}

/** The words of the list in a row around a place; nothing that begins before `least`. */
function runAround(text: string, place: number, least: number): Run | undefined {
  const word = wordBefore(text, place, least)
  if (word === undefined) return undefined
  const list = [word.listed]
  let { start, end } = word
  let other = wordBefore(text, start - 1, least)
  while (other !== undefined && gap.test(text.slice(other.end, start))) {
    list.unshift(other.listed)
    start = other.start
    other = wordBefore(text, start - 1, least)
  }
  for (let next = wordBehind(text, end); next !== undefined; next = wordBehind(text, end)) {
    list.push(next.listed)
    end = next.end
  }
  return { start, end, words: list }
}

/**
 * Where a text holds 12 words of the English BIP-39 list in a row, whatever separates them. The checksum is not
 * asked for: a phrase with one word exchanged is nearly the phrase. A gap that holds anything but separators and
 * the numbers of the words ends a run. The shortest phrase has 47 signs, so only the words at every 47th place are
 * asked about.
 */
function find(text: string): readonly Span[] {
  const spans: Span[] = []
  let least = 0
  for (let at = shortestPhrase - 1; at < text.length; ) {
    const run = runAround(text, at, least)
    if (run === undefined || run.words.length < fewest) {
      at += shortestPhrase
      continue
    }
    const { start, end, words: list } = run
    if (new Set(list).size > 1) {
      spans.push({ start, end, rule: 'mnemonic', kind: 'mnemonic', value: list.join(' ') })
    }
    least = end
    at = end + shortestPhrase - 1
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
