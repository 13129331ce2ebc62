import { createTextMemory } from '../text-memory.ts'
import { classOfLabel, type LabelClass, labelBefore, plainLabel } from './labels.ts'
import { publicShapeEnd, uuidEnd } from './public-shapes.ts'
import type { DeepRule, Facts, Span } from './span.ts'
import { isWordy } from './wordiness.ts'

const shortest = 14
// How far around a cluster its signs and short words are taken along.
const reach = 64

// A word as far as a token, a path or a URL may reach. One class: linear.
const word = /[A-Za-z0-9+/=_.~:%@?&#$!*-]{14,}/g
// Letters and digits: what a token is made of between its signs.
const atom = /[A-Za-z0-9]+/g
// Words in which nothing dense was found: the same names come in every line.
const harmless = createTextMemory(20_000)

// Signs that part what belongs together in a URL, a path or an assignment, but never stand in base64.
const partSign = /[?&#:;@$!*%=]/
type Atom = { readonly start: number; readonly end: number; readonly isWordy: boolean }

function atomsOf(text: string, start: number, end: number): readonly Atom[] {
  const list: Atom[] = []
  for (const match of text.slice(start, end).matchAll(atom)) {
    const from = start + match.index
    list.push({ start: from, end: from + match[0].length, isWordy: isWordy(match[0]) })
  }
  return list
}

/** May a word of letters break a token in two? In a path it does; in base64 it is chance. */
function breaks(text: string, item: Atom): boolean {
  if (!item.isWordy) return false
  const length = item.end - item.start
  const sides = `${text[item.start - 1] ?? ''}${text[item.end] ?? ''}`
  // Chance makes short words between the signs of base64; long ones, and those that a dot joins, are words.
  return length >= 6 || /[.]/.test(sides)
}

/** Neighbours that form one token: unwordy atoms with nothing but signs of base64 and short chance words between. */
function clusters(text: string, start: number, end: number): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  let from = -1
  let to = -1
  let weight = 0
  const close = () => {
    if (weight >= shortest) found.push([from, to])
    from = -1
    weight = 0
  }
  for (const item of atomsOf(text, start, end)) {
    if (from >= 0 && partSign.test(text.slice(to, item.start))) close()
    if (breaks(text, item)) {
      close()
      continue
    }
    if (from < 0 && item.isWordy) continue
    if (from < 0) from = item.start
    // A short chance word counts only when something unwordy follows.
    if (!item.isWordy) {
      to = item.end
      weight += item.end - item.start
    }
  }
  close()
  return found
}

/** The whole token around a cluster: the signs of base64 at its edges, and `0x`. */
function grown(
  text: string,
  [start, end]: readonly [number, number],
  limit: readonly [number, number],
): [number, number] {
  let from = start
  let to = end
  const least = Math.max(limit[0], start - reach)
  const most = Math.min(limit[1], end + reach)
  while (from > least && /[A-Za-z0-9+_-]/.test(text[from - 1] ?? '')) from -= 1
  while (to < most && /[A-Za-z0-9+/=_-]/.test(text[to] ?? '')) to += 1
  return [from, to]
}

const hexId = /^(?:0x)?[0-9a-f]{14,256}$/i
const plainId = /^[A-Za-z0-9_.:-]{14,100}$/
const base58Id = /^[1-9A-HJ-NP-Za-km-z]{32,88}$/
const digestId = /^[A-Za-z0-9+/_-]{22,86}={0,2}$/

/** Is this the kind of value that a public name announces? */
function fitsPublic(value: string, label: string): boolean {
  if (hexId.test(value)) return true
  if (/(?:id|request|ray|ref|run|case|build|nonce|etag)$/.test(label))
    return plainId.test(value) && value.length <= 64
  if (/(?:digest|etag|integrity|sha\d*|checksum|fingerprint)$/.test(label)) return digestId.test(value)
  return base58Id.test(value)
}

function isPublicPlace(value: string, label: string | null, kind: LabelClass): boolean {
  if (label === null) return false
  if (kind === 'public') return fitsPublic(value, label)
  if (kind === 'account') return /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(value)
  // The signature of a Solana transaction is its name; 65 bytes of hex are what signs a payment.
  return /^(?:tx)?signatures?$|^sig$/.test(label) && /^[1-9A-HJ-NP-Za-km-z]{86,88}$/.test(value)
}

type Place = { readonly label: string | null; readonly kind: LabelClass }

/** What the words in front say; in a list, what they said of the item before. */
function placeOf(
  text: string,
  start: number,
  whole: string | null,
  before: { end: number; place: Place } | undefined,
): Place {
  if (
    before !== undefined &&
    start - before.end <= 12 &&
    /^[\s\\"',]+$/.test(text.slice(before.end, start))
  ) {
    if (text.slice(before.end, start).includes(',')) return before.place
  }
  const label = labelBefore(text, start) ?? (/^\W{0,4}(?:0x)?$/.test(text.slice(0, start)) ? whole : null)
  return { label, kind: classOfLabel(label) }
}

/** Default deny: what is dense and nobody knows as public goes. */
function find(text: string, facts: Facts): readonly Span[] {
  const spans: Span[] = []
  if (text.length < shortest) return spans
  const whole = facts.label === null ? null : plainLabel(facts.label)
  let before: { end: number; place: Place } | undefined
  word.lastIndex = 0
  for (let match = word.exec(text); match !== null; match = word.exec(text)) {
    const limit = [match.index, match.index + match[0].length] as const
    if (harmless.has(match[0])) continue
    const found = clusters(text, ...limit)
    if (found.length === 0 && match[0].length <= 100) harmless.add(match[0])
    for (const cluster of found) {
      const [start, end] = grown(text, cluster, limit)
      const place = placeOf(text, start, whole, before)
      before = { end, place }
      if (isKept(text, start, end, place, facts)) continue
      spans.push({ start, end, rule: 'dense', kind: 'dense', value: text.slice(start, end) })
    }
  }
  return spans
}

/** Where the name of a digest or network in front of a value begins (`sha256:`, `solana:`). */
function shapeStart(text: string, start: number): number {
  const found = /[A-Za-z0-9]{2,10}[:=-]$/.exec(text.slice(Math.max(0, start - 12), start))
  return found === null ? start : start - found[0].length
}

function isKept(text: string, start: number, end: number, place: Place, facts: Facts): boolean {
  const value = text.slice(start, end).replace(/^[-_+]+|[-_]+$/g, '')
  const isToken = place.kind === 'secret' || place.label?.includes('token') === true
  if (!isToken && uuidEnd(text, start) === end) return true
  if ([start, shapeStart(text, start)].some((at) => (publicShapeEnd(text, at) ?? 0) >= end)) return true
  // An id may begin or end with a sign.
  if (value.length < end - start && facts.seen(text.slice(start, end))) return true
  return facts.seen(value) || isPublicPlace(value, place.label, place.kind)
}

const canary = 'CANARY0aB1cD2eF3gH4iJ5kL6'

/** Tokens without a name: what is dense stays only when its shape, its name or the evidence says that it is public. */
export const dense: DeepRule = {
  name: 'dense',
  mustHide: [
    `got ${canary} from nobody`,
    `"${canary}"`,
    `https://api.example/v1/${canary}?size=10`,
    `${canary}/${canary}+${canary}==`,
    `id=${canary}&x=1`,
    `CANARY ${'4f'.repeat(12)}`.slice(7),
    `0x${'4f'.repeat(32)}`,
    'token: 0f8fad5b-d9cb-469f-a165-70867728950e',
  ],
  mustKeep: [
    'a word of prose, an identifier in camelCaseWithManyWords and one in snake_case_with_many_words',
    'PAYMENT_REQUIRED_HEADER_MISSING',
    '/usr/local/lib/node_modules/x402ops/dist/load-chunks.cjs:120:15',
    'at Object.<anonymous> (/srv/app/src/commands/reconcile-parts.ts:45:12)',
    'https://api.example/x402/v1/quote?size=10&currency=USDC',
    'base-mainnet.g.alchemy.com, mainnet.base.org and api-eu-west-1.example.dev:8443',
    '2026-11-21T07:40:02.123Z and 2026-11-21 07:40:02,123',
    '20261121T074002Z-reconcile-k3f9',
    'v20.20.2 x402ops/0.1.0-rc.1+build.20261121',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.109',
    `0x${'a1'.repeat(20)} eip155:8453 0xa9059cbb`,
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    `tx 0x${'4f'.repeat(32)}, block hash: 0x${'5e'.repeat(32)}`,
    `{"nonce":"0x${'4f'.repeat(32)}","topics":["0x${'5e'.repeat(32)}","0x${'6d'.repeat(32)}"]}`,
    `commit ${'4f'.repeat(20)}, sha256:${'4f'.repeat(32)}`,
    `requestId=req_9f8e7d6c5b4a3f2e1d`,
    'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
    'amount 115792089237316195423570985008687907853 of 1000000000000000000',
    'application/vnd.api+json; charset=utf-8',
  ],
  find,
}
