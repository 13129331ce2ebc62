import { beyondMarks, hidden, withoutEscapes } from '../marks.ts'
import { isNothingDrawn, isPackedObject, wholeRun } from './packed.ts'
import { isDense, isPublicId, isStandIn, type Shape } from './shape.ts'

// A word for a secret, the rest of a name, a sign, a value. The rest of the name and the value are bounded,
// and the word is a literal, so a start costs a bounded number of steps.
const words =
  'passw(?:or)?d|passwd|pwd|pass[-_ ]?phrase|secret|credential|mnemonic|seed[-_ ]?phrase|(?:api|private|secret|access|signing|encryption|auth|service|integration|routing|master|wallet|deploy)[-_ ]?key|token|webhook'
const named = `(${words})([A-Za-z0-9_-]{0,24})`
const labelled = new RegExp(
  `${named}["'\`]?\\s{0,4}(?:=>|:=|[:=])\\s{0,4}\\[?(?:"""|''')?(?:"([^"\\r\\n]{1,4096})"|'([^'\\r\\n]{1,4096})'|([^\\s"',;{}[\\]()<>|]{1,512}))`,
  'gi',
)

// A name and its value side by side: an element, attributes, a pair of a list, a header of a HAR. The name and
// the value are bounded, what stands between them holds neither: linear.
const paired = new RegExp(
  `(?:<${named}>([^<>\\s]{4,512})</|${named}["']\\s{1,4}value\\s?=\\s?["']([^"'\\r\\n]{1,4096})["']|"[A-Za-z0-9_.-]{0,24}?${named}"\\s{0,4},\\s{0,24}"value"\\s{0,4}:\\s{0,4}"([^"\\r\\n]{1,4096})")`,
  'gi',
)

// Two texts side by side, as in a list of headers: where names stand beside names, only a dense value counts.
const listed = new RegExp(
  `"[A-Za-z0-9_.-]{0,24}?${named}"\\s{0,4},\\s{0,24}"([^"\\s]{10,4096})"(?!\\s{0,4}:)`,
  'gi',
)

// A sentence that tells it. Single words between bounded white space, then one class: linear.
const told =
  /(passw(?:or)?d|pass[-_ ]?phrase|pin|token|(?:api|private|secret)[-_ ]?key)\s(?:is|was|will be)\s{0,2}:?\s{1,4}["'`]?([^\s"'`<>]{8,256})/gi

// Names of ways to write or sign, which mix letters and digits as passwords do. Anchored.
const method = /^(?:base|sha|x402|ed|utf|hmac|aes|rsa|secp|pbkdf|bip|erc|eip)-?\d/i

// A name and bytes as a runtime prints them. At most three digits to a number, at least one character between
// two: linear.
const bytes = new RegExp(
  `${named}["'\`]?\\s{0,4}[:=]\\s{0,4}["'\`]?(?:Uint8Array\\(\\d{1,4}\\)\\s?)?(?:\\[|<Buffer\\s)\\s{0,4}((?:(?:0x)?[0-9a-f]{1,3}[,\\s]{1,3}){7,}[0-9a-f])`,
  'gi',
)

// Names that speak about a secret without holding one. Anchored at the end of a short name.
const about =
  /(?:address|name|symbol|decimals|id|ids|type|ref|env|file|path|count|counts|hash|contract|url|s?source|present|kind|rule|label|length|size|program|account|mint|uri|expires|expiry|in|at|version|standard|hidden|standards|prefix|tag)$/i

// The address of a token, also where the name of the next field was joined to it. Anchored, bounded: linear.
const tokenAddress = /^0x[0-9a-f]{40}[a-z_]{0,40}$/i

// The next name in a list of headers: words with hyphens between them. Anchored, each run ended by its hyphen.
const headerName = /^(?:[A-Z]?[a-z]{1,16}|[0-9]{1,4}|[Xx])(?:-(?:[A-Z]?[a-z]{1,16}|[0-9]{1,4})){0,8}$/

const weak = /^(?:token|webhook|credential|secret)$/i

/** Values that stand behind a word for a secret. */
export const labelledShapes: readonly Shape[] = [
  {
    rule: 'labelled-secret',
    pattern: labelled,
    accept: (match) => {
      const [, word = '', rest = '', double, single, bare] = match
      const value = double ?? single ?? wholeRun(match, bare ?? '')
      return isSecret({ word, rest, value, isQuoted: bare === undefined })
    },
  },
  {
    rule: 'labelled-secret',
    pattern: paired,
    accept: (match) => {
      const [word = '', rest = '', value = ''] = match.slice(1).filter((part) => part !== undefined)
      return isSecret({ word, rest, value, isQuoted: true })
    },
  },
  {
    rule: 'labelled-secret',
    pattern: listed,
    accept: ([, word = '', rest = '', value = '']) =>
      isDense(value, 10) && isSecret({ word, rest, value, isQuoted: true }),
  },
  {
    rule: 'labelled-secret',
    needs: [' is', ' was', ' will'],
    pattern: told,
    accept: ([, , value = '']) => isDense(value.replace(/[.,;:!?)]$/, ''), 8) && !method.test(value),
  },
  {
    rule: 'labelled-secret',
    needs: ['[', '<buffer'],
    pattern: bytes,
    accept: ([, , rest = '']) => !about.test(rest),
  },
  {
    rule: 'authorization',
    needs: ['basic', 'bearer', 'authorization'],
    // A literal, white space, one class: linear.
    pattern:
      /(?<![A-Za-z0-9])(basic|bearer)(?:\s|%20|\+|:){1,4}([A-Za-z0-9+/_.~=-]{8,8192})|authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:basic|bearer|token|digest|apikey)\s{1,4})?([^\s"',}]{8,8192})/gi,
    accept: ([, scheme, value, bare]) => {
      const text = value ?? bare ?? ''
      if (isStandIn(text) || isPublicId(text)) return false
      if (bare !== undefined && !/[0-9]/.test(bare)) return /^[A-Za-z]{20,}$/.test(bare)
      if (scheme?.toLowerCase() === 'basic') return /^[ -~]{0,200}:[ -~]*$/.test(fromBase64(text))
      return /[0-9]/.test(text) && /[A-Za-z]/.test(text) && !/^\d{4}-\d\d/.test(text)
    },
  },
  {
    rule: 'payment-header',
    needs: ['x-payment', 'payment-signature', 'sign-in-with-x'],
    // A literal that no `-response` follows, a sign, one class: linear.
    pattern:
      /(?:x-payment|payment-signature|sign-in-with-x)["']?\s{0,4}[:=,]\s{0,4}(?:["']?value["']?\s{0,4}:\s{0,4})?\[?["']?([A-Za-z0-9+/_=-]{24,65536})/gi,
    // Its JSON is judged where it is decoded, so that a header whose signature was hidden passes.
    accept: ([, value = '']) => !isStandIn(value) && !headerName.test(value) && !isPackedObject(value),
  },
]

type Labelled = {
  readonly word: string
  readonly rest: string
  readonly value: string
  readonly isQuoted: boolean
}

function isSecret({ word, rest, value: written, isQuoted }: Labelled): boolean {
  const value = written.trim()
  // What consists of escapes is judged where they are undone: here it can be cut off before its mark.
  if (!/[A-Za-z0-9\uf8fe]/.test(withoutEscapes(value))) return false
  // Beside a mark another part of the same value may stand, but that of a URL.
  if (value.includes(hidden) && /^(?:p|secret)/i.test(word) && !about.test(rest)) {
    if (!/:\/\/|\s/.test(value) && !isNothingDrawn(value)) return true
  }
  if (about.test(rest) || isStandIn(value) || tokenAddress.test(value)) return false
  if (value.includes(hidden)) return /[0-9]/.test(beyondMarks(value)) || /^(?:p|secret)/i.test(word)
  if (/^passw|^pwd|^pass/i.test(word)) return isPassword(value, isQuoted)
  if (/^(?:mnemonic|seed)/i.test(word)) return value.split(/\s+/).length >= 6 || isDense(value, 12)
  if (/^0x[0-9a-f]{64}$/i.test(value)) return !/^token$/i.test(word)
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return true
  return isDense(value, weak.test(word) ? 12 : 10) && !/^(?:https?:\/\/|\/)[^?@]{0,200}$/.test(value)
}

function isPassword(value: string, isQuoted: boolean): boolean {
  if (value.length < 4 || isPublicId(value)) return false
  return isQuoted || !/^(?:is|was|for|the|not|and|or|of|in|from|by)$/i.test(value)
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString('latin1')
