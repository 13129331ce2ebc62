/**
 * What stands in a slot: a number, a number that begins with 0, a UUID, 20 bytes of hex, 32 bytes of hex, or a number
 * in a date or with a unit, of which any digit may be the first.
 */
export type SlotKind = 'digits' | 'zero' | 'uuid' | 'address' | 'hash' | 'loose'

/** A stretch of a line that may change without changing what the line is. Behind `0x` it begins after it. */
export type Slot = { readonly start: number; readonly end: number; readonly kind: SlotKind }

/**
 * What a line is apart from its numbers and ids: equal keys mean that two lines differ in slots of equal kind, length
 * and place only.
 */
export type LineShape = { readonly key: string; readonly slots: readonly Slot[] }

const other = 0
const digit = 1
const hexLetter = 2
const letter = 3
// Signs of base64 beside letters and digits; only typed ids may stand next to a slash.
const sign = 4
const slash = 5
const quote = 6
const listGap = 7
const bracket = 8
const ampersand = 9
const equals = 10
// Veils of any kind: what they hide depends on every digit.
const veil = 11

const signs: readonly (readonly [number, RegExp])[] = [
  [digit, /[0-9]/],
  [hexLetter, /[a-fA-F]/],
  [letter, /[g-zG-Z]/],
  [sign, /[+_-]/],
  [slash, /\//],
  [quote, /["'`]/],
  [listGap, /[,;: \t]/],
  [bracket, /\[/],
  [ampersand, /&/],
  [equals, /=/],
  [veil, /[\\%]|[^ -~]/],
]

const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const text = String.fromCharCode(code)
  return signs.find(([, pattern]) => pattern.test(text))?.[0] ?? other
})

function classAt(line: string, at: number): number {
  const code = line.charCodeAt(at)
  return code < 128 ? (classes[code] ?? other) : code >= 128 ? veil : other
}

// Sticky; fixed and bounded digits: linear.
const time = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?![A-Za-z0-9+/_-])/y
const seam = /[+.&~|<]/

const kinds: readonly SlotKind[] = ['digits', 'zero', 'uuid', 'address', 'hash', 'loose']
// Signs for private use: a line that holds one has a veil.
const firstSlotSign = 0xe000
const mostDigits = 15
const mostSlots = 60
const longestLine = 4_000
// Eight bytes in a row may spell a secret: their values matter.
const mostSmall = 7
const smallest = 4

function isUuid(line: string, start: number): boolean {
  return [8, 13, 18, 23].every((place) => line.charCodeAt(start + place) === 0x2d)
}

/** The typed id that fills a run of signs of base64 as a whole: where it begins, and its kind. */
function idOf(
  line: string,
  start: number,
  length: number,
  hex: number,
): readonly [number, SlotKind] | undefined {
  if (length === 64) return hex === 64 ? [start, 'hash'] : undefined
  if (length === 36) return hex === 32 && isUuid(line, start) ? [start, 'uuid'] : undefined
  if (length !== 66 && length !== 42) return undefined
  const isPrefixed = hex === length - 1 && line.startsWith('0x', start)
  return isPrefixed ? [start + 2, length === 66 ? 'hash' : 'address'] : undefined
}

/** How many digits a short number with a unit (`12ms`) begins with; 0 when it is something else. */
function digitsOfFigure(line: string, start: number, end: number): number {
  let at = start
  while (at < end && classAt(line, at) === digit) at += 1
  if (at === start || end - at > 3 || at - start > 9) return 0
  for (let rest = at; rest < end; rest += 1) {
    const kind = classAt(line, rest)
    if (kind !== letter && kind !== hexLetter) return 0
  }
  return at - start
}

/**
 * The shape of a line; undefined when what it holds could depend on the digits themselves: signs that stand for
 * others, bytes in a row, texts that are put together, markers, a line above 4,000 characters.
 */
export function shapeOf(line: string): LineShape | undefined {
  const length = line.length
  if (length > longestLine) return undefined
  const slots: Slot[] = []
  let key = ''
  let from = 0
  let small = 0
  const addSlot = (start: number, end: number, kind: SlotKind) => {
    slots.push({ start, end, kind })
    key +=
      line.slice(from, start) + String.fromCharCode(firstSlotSign + kinds.indexOf(kind) * 80 + end - start)
    from = end
  }
  for (let at = 0; at < length; ) {
    const first = classAt(line, at)
    if (first === other || first > sign) {
      if (first === veil) return undefined
      if (first === other || first === slash || first === bracket || first === equals) small = 0
      if (first === bracket && (line.charCodeAt(at + 1) | 32) === 0x72) return undefined
      if (first === ampersand && line.charCodeAt(at + 1) === 0x23) return undefined
      if (first === quote) {
        let next = at + 1
        while (next < length && line.charCodeAt(next) === 0x20) next += 1
        if (next < length && seam.test(line.charAt(next))) return undefined
      }
      at += 1
      continue
    }
    const start = at
    let digits = 0
    let hex = 0
    for (let kind = first; kind !== other && kind <= sign; kind = at < length ? classAt(line, at) : other) {
      if (kind === digit) digits += 1
      else if (kind === hexLetter) hex += 1
      at += 1
    }
    const run = at - start
    small = run <= smallest ? small + 1 : 0
    if (small > mostSmall || slots.length > mostSlots) return undefined
    if (digits === 0) continue
    const id = run < 36 ? undefined : idOf(line, start, run, digits + hex)
    if (id !== undefined) {
      addSlot(id[0], at, id[1])
      continue
    }
    // Next to a slash digits may be base64.
    if (run > mostDigits || line.charCodeAt(start - 1) === 0x2f || line.charCodeAt(at) === 0x2f) continue
    if (digits === run) {
      addSlot(start, at, run > 1 && line.charCodeAt(start) === 0x30 ? 'zero' : 'digits')
      continue
    }
    if ((run === 10 || run === 13) && line.charCodeAt(start + 4) === 0x2d) {
      time.lastIndex = start
      if (!time.test(line)) continue
      at = time.lastIndex
      addTime(line, start, at, addSlot)
      small = 0
      continue
    }
    const figure = run < 14 ? digitsOfFigure(line, start, at) : 0
    if (figure > 0) addSlot(start, start + figure, 'loose')
  }
  return { key: key + line.slice(from), slots }
}

/** Every number of a date with its time is a slot. */
function addTime(
  line: string,
  start: number,
  end: number,
  addSlot: (start: number, end: number, kind: SlotKind) => void,
): void {
  for (let at = start; at < end; ) {
    const from = at
    while (at < end && classAt(line, at) === digit) at += 1
    if (at > from) addSlot(from, at, 'loose')
    else at += 1
  }
}
