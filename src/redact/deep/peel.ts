import { outlineOf } from './outline.ts'
import { createViewBuilder, type View, viewByPattern } from './view.ts'

// Colour and other terminal sequences, then what takes no room on a screen: controls (NUL, too: UTF-16 read as
// text), soft hyphens, zero-width and direction signs. Bounded parameters: linear.
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: joiners and selectors are looked for one by one
  /\u001b\[[0-9;:?]{0,40}[ -/]{0,4}[@-~]|\u001b\][^\u0007\u001b]{0,500}(?:\u0007|\u001b\\)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g

// Escapes of JSON, JavaScript, C, shells and Python. Bounded digits: linear.
const escaped =
  /\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|([0-3]?[0-7]{2})|([\s\S]))/g
const named: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
  e: '\u001b',
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

function unescaped(match: RegExpExecArray): string {
  const hex = match[1] ?? match[2] ?? match[3] ?? match[4]
  if (hex !== undefined) return character(Number.parseInt(hex, 16))
  if (match[5] !== undefined) return character(Number.parseInt(match[5], 8))
  const sign = match[6] ?? ''
  return named[sign] ?? sign
}

// Runs of percent-encoded bytes. One fixed group repeated, bounded: linear.
const percent = /(?:%[0-9a-fA-F]{2}){1,2000}/g

// Character references of HTML and XML. Bounded: linear.
const reference =
  /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp|sol|plus|equals|colon|period|lowbar|hyphen|num|excl|dollar|percnt|commat));?/g
const references: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
  plus: '+',
  equals: '=',
  colon: ':',
  period: '.',
  lowbar: '_',
  hyphen: '-',
  num: '#',
  excl: '!',
  dollar: '$',
  percnt: '%',
  commat: '@',
}

function referred(match: RegExpExecArray): string {
  if (match[1] !== undefined) return character(Number(match[1]))
  if (match[2] !== undefined) return character(Number.parseInt(match[2], 16))
  return references[match[3] ?? ''] ?? ''
}

// Quoted-printable (RFC 2045): bytes and soft line ends. Bounded: linear.
const quoted = /=(?:\r?\n|([0-9A-F]{2}))/g

/** Percent-encoded bytes one by one where they are ASCII, so that a hit inside a long run hides no more than itself. */
function percentView(text: string): View | undefined {
  percent.lastIndex = 0
  let match = percent.exec(text)
  if (match === null) return undefined
  const builder = createViewBuilder(text)
  let from = 0
  for (; match !== null; match = percent.exec(text)) {
    builder.copy(from, match.index)
    from = match.index + match[0].length
    const bytes = Buffer.from(match[0].replaceAll('%', ''), 'hex')
    if (bytes.every((byte) => byte < 0x80)) {
      const start = match.index
      bytes.forEach((byte, index) => {
        builder.put(String.fromCharCode(byte), start + index * 3, start + index * 3 + 3)
      })
    } else builder.put(bytes.toString('utf8'), match.index, from)
  }
  builder.copy(from, text.length)
  return builder.done()
}

/** Ways of reading a text, in the order in which they are tried; each gives a view, or undefined where it changes nothing. */
export const peels: readonly ((text: string) => View | undefined)[] = [
  (text) => viewByPattern(text, unseen, () => ''),
  (text) => (text.includes('\\') ? viewByPattern(text, escaped, unescaped) : undefined),
  (text) => (text.includes('%') ? percentView(text) : undefined),
  (text) => (text.includes('&') ? viewByPattern(text, reference, referred) : undefined),
]

/** Quoted-printable as text. Kept apart: `=20` means something else in most texts. */
export function unquotedPrintable(text: string): View | undefined {
  if (!text.includes('=')) return undefined
  return viewByPattern(text, quoted, (match) =>
    match[1] === undefined ? '' : String.fromCharCode(Number.parseInt(match[1], 16)),
  )
}

// Two texts in quotes with an operator or a line end between them. Bounded blanks: linear.
const seam = /\\{0,4}["'`]\s{0,40}(?:[+.&~|\n]|\\\r?\n|<>|\|\|)\s{0,40}\\{0,4}["'`]/g

/** Texts that are put together in code (`"ab" + "cd"`) as one. */
export function joinedTexts(text: string): View | undefined {
  return outlineOf(text).isSeamed ? viewByPattern(text, seam, () => '') : undefined
}

// A line end, soft or hard; in the second also what may stand in front of the next line: blanks, quotation and
// list signs. Between JSON objects nothing was wrapped. Bounded classes that exclude each other: linear.
const lineEnd = /(?:[=\\]\r?\n|(?<![}\]\r\n])\r?\n)(?![{[\n])/g
const lineEndAndPrefix = /(?:[=\\]\r?\n|(?<![}\]\r\n])\r?\n)[ \t>|#*"'+-]{1,40}(?![{[\n])/g

// Blanks alone in front of the next line, for base64 of which a line begins with a sign that lists have, too. Bounded
// classes that exclude each other: linear.
const lineEndAndBlanks = /(?:[=\\]\r?\n|(?<![}\]\r\n])\r?\n)[ \t]{1,40}(?![{[\n])/g
const indentedSign = /\n[ \t]{1,40}[+-]/

/** Wrapped lines as one, with and without what stands in front of each line, or its blanks. */
export function joinedLines(text: string): readonly View[] {
  const ends = indentedSign.test(text)
    ? [lineEnd, lineEndAndPrefix, lineEndAndBlanks]
    : [lineEnd, lineEndAndPrefix]
  return ends.map((end) => viewByPattern(text, end, () => '')).filter((view) => view !== undefined)
}

// A line end inside a token or a URL: 20 signs without a blank in front, its rest first on the next line, which is
// no new record; or a soft one. Bounded on both sides: linear.
const tightEnd =
  /=\r?\n|(?<=[^\s"'<>]{20})\r?\n(?!\d{4}-\d\d-\d\d|[A-Z]{3,8}[\s:]|[[{])(?=[^\s"'<>]{1,200}(?:["'\s]|$))/g

/** Lines of which a token was wrapped as one; lines that only follow each other stay apart. */
export function joinedTokens(text: string): View | undefined {
  return viewByPattern(text, tightEnd, () => '')
}

// The name that some log collectors put in front of every line (`app-1  | `). Bounded: linear.
const collectorPrefix = /\n[A-Za-z][\w.-]{0,30}[ \t]{1,8}\|[ \t]/g

/** Lines without the name of the process that a log collector put in front of each. */
export function withoutCollector(text: string): View | undefined {
  return text.includes('| ') ? viewByPattern(text, collectorPrefix, () => '\n') : undefined
}

/** A text without what takes no room on a screen. */
export function withoutUnseen(text: string): View | undefined {
  return unusual.test(text) ? viewByPattern(text, unseen, () => '') : undefined
}

// A sign that is not printed as one in ASCII; whatever takes no room is among them. One class: linear.
const unusual = /[^\t\n\r -~]/
