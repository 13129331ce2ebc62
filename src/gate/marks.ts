/** Stands for each character of one of our own marks: a letter of no script, which no form holds. */
export const hidden = '\uf8fe'

// The mark as we print it, the length of its name bounded: a start needs the literal, and no run overlaps.
// In Markdown its brackets are escaped, in JSON their escapes.
const mark = /\[redacted:([A-Za-z][A-Za-z0-9 _.:-]{0,79}?)(?::[0-9a-f]{16})?\\{0,4}\]/g

// The mark of a bundle in a log of another: a word that tells the kind, of a closed list, and nothing else.
const again =
  /\[forged-redacted:(?:userinfo|user|password|passphrase|secret|token|bearer|basic|cookie|signature|mnemonic|payment|private-key|url-key|dense|jwt)\]/g

// What a name is made of: words of one case, or short ones that mix letters and numbers (x402, v2). Anchored.
const word = /^(?:[A-Z]?[a-z]{0,19}[0-9]{0,4}|[A-Z]{0,20}[0-9]{0,4}|[xv]?[0-9]{1,4})$/

/**
 * The text with every character of our own marks covered, at the same offsets. A mark whose name could be a
 * value (letters and digits drawn by chance) is no mark of ours: it stays readable, without its brackets.
 */
export function coverMarks(text: string): string {
  if (!text.includes('redacted:')) return text
  const own = text.replace(again, (whole) => hidden.repeat(whole.length))
  return own.replace(mark, (whole: string, name: string) =>
    isName(name) ? hidden.repeat(whole.length) : whole.replace(/[[\]:]/g, '~'),
  )
}

/** The longest mark: its name, its tag, and what stands around them. */
const longestMark = 112

/** `at`, or the beginning of the mark it lies in: half a mark reads like a name and its value. */
export function beforeMark(text: string, at: number): number {
  const start = text.lastIndexOf('[redacted:', at)
  if (start === -1 || at - start > longestMark) return at
  const end = text.indexOf(']', start)
  return end === -1 || end < at || end - start > longestMark ? at : start
}

/** `at`, or the end of the mark it lies in. */
export function behindMark(text: string, at: number): number {
  const start = beforeMark(text, at)
  return start === at ? at : text.indexOf(']', start) + 1
}

/** Whether one of our own marks stands in a text. */
export function hasMark(text: string): boolean {
  return coverMarks(text).includes(hidden)
}

function isName(name: string): boolean {
  // Camel case is cut before its capitals; every word is then judged on its own.
  const words = name
    .split(/[ _.:-]+/)
    .flatMap((part) => (/^[a-z]+(?:[A-Z][a-z]+){0,4}$/.test(part) ? part.split(/(?=[A-Z])/) : [part]))
  const digits = name.replace(/[^0-9]/g, '').length
  return words.length <= 10 && digits <= 6 && words.every((part) => word.test(part))
}

/** A place where a mark covers only a part of what it should. */
type Remainder = { readonly at: number; readonly rule: string }

// What touches a mark: letters and digits on either side, or the rest of a list of bytes. Each run is of one
// class, bounded, and starts at a covered character or a boundary: linear.
const tail = /\uf8fe([A-Za-z0-9]{8,512})(?![A-Za-z0-9])/g
const head = /(?<![A-Za-z0-9%\\])([A-Za-z0-9]{8,512})(?=\uf8fe)/g
const bytes =
  /\uf8fe[ \t]{0,4},[ \t]{0,4}\d{1,3}(?:[ \t]{0,4},[ \t]{0,4}\d{1,3}){7,}|(?<!\d)\d{1,3}(?:[ \t]{0,4},[ \t]{0,4}\d{1,3}){7,128}[ \t]{0,4},[ \t]{0,4}\uf8fe/g

/** Where a value stands half behind a mark, in a text whose marks are covered. */
export function findRemainders(covered: string): readonly Remainder[] {
  if (!covered.includes(hidden)) return []
  const found: Remainder[] = []
  for (const pattern of [tail, head]) {
    for (const match of covered.matchAll(pattern)) {
      if (isDrawn(match[1] ?? '')) found.push({ at: match.index, rule: 'half-hidden' })
    }
  }
  for (const match of covered.matchAll(bytes)) {
    if (isDrawnList(match[0])) found.push({ at: match.index, rule: 'half-hidden' })
  }
  return found
}

/** Letters and digits that nobody wrote by hand, and that spell no text: such are judged when they are decoded. */
function isDrawn(run: string): boolean {
  if (isShown(Buffer.from(run, 'base64'))) return false
  const rest = withoutText(run)
  const digits = rest.replace(/[^0-9]/g, '').length
  if (rest.length >= 8 && digits >= 2 && rest.length - digits >= 2) return true
  // So many changes between small and capital letters are more than the words of a name have.
  return rest.length >= 12 && (rest.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g) ?? []).length * 4 >= rest.length
}

/** A run without the hex in it that spells text. */
function withoutText(run: string): string {
  return run.replace(/[0-9a-fA-F]{8,}/g, (hex) => {
    const spells = [0, 1].some((skip) => isShown(Buffer.from(hex.slice(skip), 'hex')))
    return spells ? '' : hex
  })
}

/** A list of bytes that spells no text, or one in which something was drawn by chance. */
function isDrawnList(list: string): boolean {
  const numbers = (list.match(/\d+/g) ?? []).map(Number)
  // The number that is farthest from the mark may be the end of a longer one.
  const whole = list.startsWith(hidden) ? numbers.slice(0, -1) : numbers.slice(1)
  const spelled = Buffer.from(whole)
  if (whole.some((value) => value > 255) || !isShown(spelled)) return true
  const runs = spelled.toString('latin1').match(/[A-Za-z0-9]{8,}/g) ?? []
  return runs.some(isDrawn)
}

const isShown = (bytes: Uint8Array) => bytes.every((byte) => byte >= 32 && byte < 127)

// One character in an escape: what it says is judged where it is undone. A sign, then a bounded run: linear.
const escaped =
  /\\{1,8}(?:u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[nrtbf])|%(?:25){0,3}[0-9a-f]{2}|&#x?[0-9a-f]{2,6};|=[0-9A-F]{2}/gi

/** The text with a blank in the place of each escape. */
export const withoutEscapes = (text: string): string => text.replace(escaped, ' ')

/** What is left of a value when its marks are taken away: letters that touch a mark. Empty when nothing is. */
export function beyondMarks(value: string): string {
  const parts = withoutEscapes(value).split(/\uf8fe+/)
  const touching = parts.flatMap((part, at) => [
    at > 0 ? part.slice(0, extent(part, 0, 1)) : '',
    at < parts.length - 1 ? part.slice(part.length - extent(part, part.length - 1, -1)) : '',
  ])
  return touching.filter((side) => side.length >= 4).join('')
}

/** How many letters and digits stand in a row from `from` on. */
function extent(text: string, from: number, step: 1 | -1): number {
  let at = from
  while (/[A-Za-z0-9]/.test(text[at] ?? ' ')) at += step
  return Math.abs(at - from)
}
