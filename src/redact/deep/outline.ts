/**
 * What a text is made of, read in one pass: most rules need something that most texts do not have. `run` is the
 * longest run of signs of base64, `hex` of hex digits, `list` of digits and what stands between the numbers of a
 * list; `isVeiled` says whether any sign may stand for another, `isSeamed` whether texts in quotes may be put together in it, `upper` is the
 * longest run of signs of base32.
 */
export type Outline = {
  readonly run: number
  readonly hex: number
  readonly list: number
  readonly isVeiled: boolean
  readonly isSeamed: boolean
  readonly upper: number
}

const base64 = 1
const hexDigit = 2
const inList = 4
const veil = 8
const base32 = 16
const quote = 32
const blank = 64
const joint = 128

const signs: readonly (readonly [number, RegExp])[] = [
  [base64, /[A-Za-z0-9+/_-]/],
  [hexDigit, /[0-9a-fA-F]/],
  [inList, /[0-9a-fA-Fx,;:+ \t\r\n-]/],
  [base32, /[A-Z2-7]/],
  [quote, /["'`]/],
  [blank, /[ \t\r]/],
  [joint, /[+.&~|<\\\n]/],
  // Escapes, and every control but tab and line ends.
  [veil, /[\\%&]|(?![\t\r\n])[^ -~]/],
]

function classOf(code: number): number {
  const sign = String.fromCharCode(code)
  return signs.reduce((kind, [bit, pattern]) => (pattern.test(sign) ? kind | bit : kind), 0)
}

const classes = Uint8Array.from({ length: 128 }, (_, code) => classOf(code))

let last: { readonly text: string; readonly outline: Outline } | undefined

/** The outline of a text. The last one is remembered: several rules ask for the same. */
export function outlineOf(text: string): Outline {
  if (last?.text === text) return last.outline
  const outline = read(text)
  last = { text, outline }
  return outline
}

function read(text: string): Outline {
  let run = 0
  let hex = 0
  let list = 0
  let mostRun = 0
  let mostHex = 0
  let mostList = 0
  let isVeiled = false
  let isSeamed = false
  let isBehindQuote = false
  let upper = 0
  let mostUpper = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? (classes[code] ?? 0) : veil
    if ((kind & base64) !== 0) run += 1
    else {
      if (run > mostRun) mostRun = run
      run = 0
    }
    if ((kind & hexDigit) !== 0) hex += 1
    else {
      if (hex > mostHex) mostHex = hex
      hex = 0
    }
    if ((kind & inList) !== 0) list += 1
    else {
      if (list > mostList) mostList = list
      list = 0
    }
    if ((kind & base32) !== 0) upper += 1
    else {
      if (upper > mostUpper) mostUpper = upper
      upper = 0
    }
    if ((kind & veil) !== 0) isVeiled = true
    if ((kind & quote) !== 0) isBehindQuote = true
    else if (isBehindQuote && (kind & blank) === 0) {
      if ((kind & joint) !== 0) isSeamed = true
      isBehindQuote = false
    }
  }
  return {
    run: Math.max(run, mostRun),
    hex: Math.max(hex, mostHex),
    list: Math.max(list, mostList),
    upper: Math.max(upper, mostUpper),
    isVeiled,
    isSeamed,
  }
}
