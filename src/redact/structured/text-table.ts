import { randomBytes } from 'node:crypto'

/** A map from texts to small numbers in which ids of hex cost their bytes, and no text holds the file it came from. */
export type TextTable = {
  readonly get: (text: string) => number | undefined
  readonly has: (text: string) => boolean
  /** Enters a text, or gives one that is there another number (0 to 255). */
  readonly set: (text: string, value: number) => void
  readonly size: () => number
  /** Every text, in no order that means something. */
  readonly keys: () => Generator<string>
}

const firstRoom = 16
const nothing = 0xff

/** What a hex digit in lower case stands for; 255 for every other sign. */
const digits = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code))
  return digit < 0 ? nothing : digit
})

/** How the texts of one length are written: hex behind `0x` or nothing, with the dashes of a UUID or none. */
type Form = {
  readonly length: number
  readonly prefix: '' | '0x'
  readonly isUuid: boolean
  /** What was read last, as words of 32 bits. */
  readonly own: Uint32Array
}

const forms: readonly Form[] = [
  { length: 64, prefix: '', isUuid: false, own: new Uint32Array(8) },
  { length: 42, prefix: '0x', isUuid: false, own: new Uint32Array(5) },
  { length: 40, prefix: '', isUuid: false, own: new Uint32Array(5) },
  { length: 36, prefix: '', isUuid: true, own: new Uint32Array(4) },
]

// Drawn anew by every process: nobody can choose texts that all lie in one place.
const drawn = randomBytes(8)
const seed = drawn.readInt32LE(0)
const factor = drawn.readInt32LE(4) | 1

function isDash({ isUuid }: Form, at: number): boolean {
  return isUuid && (at === 8 || at === 13 || at === 18 || at === 23)
}

/** Reads a text as its form; no when it is written otherwise. */
function read(text: string, form: Form): boolean {
  if (!text.startsWith(form.prefix)) return false
  let digit = 0
  let word = 0
  for (let at = form.prefix.length; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isDash(form, at)) {
      if (code !== 0x2d) return false
      continue
    }
    const value = code < 128 ? (digits[code] ?? nothing) : nothing
    if (value === nothing) return false
    word = (word << 4) | value
    digit += 1
    if (digit % 8 === 0) form.own[digit / 8 - 1] = word
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
      words.set(oldWords.subarray(index * width, (index + 1) * width), place * width)
      values[place] = value
    }
  }

  return {
    get: () => values[placeOf(own, 0)] ?? 0,
    set: (value: number) => {
      if (size * 3 >= room * 2) grow()
      const place = placeOf(own, 0)
      if (values[place] === 0) size += 1
      words.set(own, place * width)
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

/** The same text on its own: a part of a longer one holds all of it. */
export function alone(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

/** An empty table. */
export function createTextTable(): TextTable {
  const others = new Map<string, number>()
  const tables = new Map<Form, ReturnType<typeof createFormTable>>()
  const formOf = (text: string) => forms.find((form) => form.length === text.length && read(text, form))
  const get = (text: string) => {
    const form = formOf(text)
    if (form === undefined) return others.get(text)
    const value = tables.get(form)?.get() ?? 0
    return value === 0 ? undefined : value - 1
  }
  return {
    get,
    has: (text) => get(text) !== undefined,
    set: (text, value) => {
      const form = formOf(text)
      if (form !== undefined) {
        const table = tables.get(form) ?? createFormTable(form)
        tables.set(form, table)
        table.set(value)
      } else if (others.has(text)) others.set(text, value)
      else others.set(alone(text), value)
    },
    size: () => [...tables.values()].reduce((sum, table) => sum + table.size(), others.size),
    *keys() {
      for (const table of tables.values()) yield* table.keys()
      yield* others.keys()
    },
  }
}
