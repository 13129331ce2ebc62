import { randomBytes } from 'node:crypto'
import { alone } from '../text-memory.ts'

/** A map from texts to small numbers in which ids of hex cost their bytes, and no text holds the file it came from. */
export type TextTable = {
  readonly get: (text: string) => number | undefined
  readonly has: (text: string) => boolean
  /** Enters a text, or gives one that is there another number (0 to 255). */
  readonly set: (text: string, value: number) => void
  /** The same with what `change` makes of the number that is there; nothing where it gives none. */
  readonly update: (text: string, change: (value: number | undefined) => number | undefined) => void
  readonly size: () => number
  /** Every text, in no order that means something. */
  readonly keys: () => Generator<string>
}

const firstRoom = 16
// No digit has a bit of it: four digits with one among them are more than 16 bits.
const nothing = 0x10000

/** What a hex digit in lower case stands for. */
const digits = Int32Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code))
  return digit < 0 ? nothing : digit
})

/** How the texts of one length are written: hex behind `0x` or nothing, with the dashes of a UUID or none. */
type Form = {
  readonly length: number
  readonly prefix: '' | '0x'
  readonly isUuid: boolean
  /** Where its digits begin, four by four. */
  readonly starts: readonly number[]
  /** What was read last, as words of 32 bits. */
  readonly own: Uint32Array
}

const dashes = [8, 13, 18, 23]

/** Hex of so many digits behind a prefix. */
function hexForm(prefix: Form['prefix'], count: number): Form {
  const starts = Array.from({ length: count / 4 }, (_, index) => prefix.length + index * 4)
  return { length: prefix.length + count, prefix, isUuid: false, starts, own: new Uint32Array(count / 8) }
}

const uuidForm: Form = {
  ...{ length: 36, prefix: '', isUuid: true },
  ...{ starts: [0, 4, 9, 14, 19, 24, 28, 32], own: new Uint32Array(4) },
}

const forms: readonly Form[] = [hexForm('', 64), hexForm('0x', 40), hexForm('', 40), uuidForm]
const formByLength = new Map(forms.map((form) => [form.length, form]))

// Drawn anew by every process: nobody can choose texts that all lie in one place.
const drawn = randomBytes(8)
const seed = drawn.readInt32LE(0)
const factor = drawn.readInt32LE(4) | 1

/** The number that four hex digits in lower case stand for; above 16 bits when one is none. */
function digitsAt(text: string, start: number): number {
  let number = 0
  for (let at = start; at < start + 4; at += 1) {
    const code = text.charCodeAt(at)
    number = (number << 4) | (code < 128 ? (digits[code] ?? nothing) : nothing)
  }
  return number
}

/** Reads a text as its form; no when it is written otherwise. */
function read(text: string, { prefix, starts, own, isUuid }: Form): boolean {
  if (prefix !== '' && !text.startsWith(prefix)) return false
  if (isUuid && !dashes.every((at) => text.charCodeAt(at) === 0x2d)) return false
  for (let index = 0; index < own.length; index += 1) {
    const high = digitsAt(text, starts[2 * index] ?? 0)
    const low = digitsAt(text, starts[2 * index + 1] ?? 0)
    if (high > 0xffff || low > 0xffff) return false
    own[index] = (high << 16) | low
  }
  return true
}

function written({ prefix, isUuid }: Form, words: Uint32Array): string {
  const hex = Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  return prefix + (isUuid ? parts.join('-') : hex)
}

/** The texts of one form: open addressing, at most two thirds full. */
function createFormTable(form: Form) {
  const { own } = form
  const width = own.length
  let room = firstRoom
  let words = new Uint32Array(room * width)
  // The number of a text, and one more; 0 where there is none.
  let values = new Uint16Array(room)
  let size = 0

  const placeOf = (key: Uint32Array, from: number): number => {
    let hash = seed
    for (let at = 0; at < width; at += 1) {
      hash = Math.imul(hash ^ (key[from + at] ?? 0), factor)
      hash ^= hash >>> 15
    }
    for (let place = hash & (room - 1); ; place = (place + 1) & (room - 1)) {
      if (values[place] === 0) return place
      let at = 0
      while (at < width && words[place * width + at] === key[from + at]) at += 1
      if (at === width) return place
    }
  }

  const grow = () => {
    const [oldWords, oldValues] = [words, values]
    room *= 2
    words = new Uint32Array(room * width)
    values = new Uint16Array(room)
    for (const [index, value] of oldValues.entries()) {
      if (value === 0) continue
      const place = placeOf(oldWords, index * width)
      for (let at = 0; at < width; at += 1) words[place * width + at] = oldWords[index * width + at] ?? 0
      values[place] = value
    }
  }

  return {
    get: () => values[placeOf(own, 0)] ?? 0,
    set: (value: number) => {
      if (size * 3 >= room * 2) grow()
      const place = placeOf(own, 0)
      if (values[place] === 0) size += 1
      for (let at = 0; at < width; at += 1) words[place * width + at] = own[at] ?? 0
      values[place] = value + 1
    },
    size: () => size,
    *keys(): Generator<string> {
      for (const [index, value] of values.entries()) {
        if (value !== 0) yield written(form, words.subarray(index * width, (index + 1) * width))
      }
    },
  }
}

/** An empty table. */
export function createTextTable(): TextTable {
  const others = new Map<string, number>()
  const tables = new Map<Form, ReturnType<typeof createFormTable>>()
  const formOf = (text: string) => {
    const form = formByLength.get(text.length)
    return form !== undefined && read(text, form) ? form : undefined
  }
  const put = (form: Form, value: number) => {
    const table = tables.get(form) ?? createFormTable(form)
    tables.set(form, table)
    table.set(value)
  }
  const numberOf = (form: Form) => {
    const value = tables.get(form)?.get() ?? 0
    return value === 0 ? undefined : value - 1
  }
  const get = (text: string) => {
    const form = formOf(text)
    return form === undefined ? others.get(text) : numberOf(form)
  }
  const update: TextTable['update'] = (text, change) => {
    const form = formOf(text)
    const known = form === undefined ? others.get(text) : numberOf(form)
    const value = change(known)
    if (value === undefined || value === known) return
    // Whoever answered may have asked about another text.
    if (form !== undefined && read(text, form)) put(form, value)
    else others.set(known === undefined ? alone(text) : text, value)
  }
  return {
    get,
    has: (text) => get(text) !== undefined,
    set: (text, value) => update(text, () => value),
    update,
    size: () => [...tables.values()].reduce((sum, table) => sum + table.size(), others.size),
    *keys() {
      for (const table of tables.values()) yield* table.keys()
      yield* others.keys()
    },
  }
}
