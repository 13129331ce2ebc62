import { deepestLevel, type Entry, type Node } from './tree.ts'

// RFC 8259 section 6, sticky. Every part is one class and the parts share no character at their borders: linear.
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// Section 7 without escapes, sticky: one class.
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside texts
const plainText = /[^"\\\u0000-\u001f]*/y
// White space of section 2, sticky: one class.
const blank = /[ \t\n\r]*/y

const words: readonly (readonly [word: string, value: boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]

/** Where reading stands. A reader that gives undefined has met something that is no JSON. */
type Reader = { readonly text: string; at: number }

function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0] ?? ''
  reader.at += found.length
  return found
}

function skipBlank(reader: Reader): number {
  const code = reader.text.charCodeAt(reader.at)
  if (code > 0x20) return code
  take(reader, blank)
  return reader.text.charCodeAt(reader.at)
}

/** A text from its opening quote on. */
function readText(reader: Reader): string | undefined {
  const start = reader.at
  reader.at += 1
  const plain = take(reader, plainText)
  if (reader.text.charCodeAt(reader.at) === 0x22) {
    reader.at += 1
    return plain
  }
  while (reader.text.charCodeAt(reader.at) === 0x5c) {
    reader.at += 2
    take(reader, plainText)
  }
  if (reader.text.charCodeAt(reader.at) !== 0x22) return undefined
  reader.at += 1
  try {
    // The escapes are JSON.parse's to judge.
    return JSON.parse(reader.text.slice(start, reader.at)) as string
  } catch {
    return undefined
  }
}

function readObject(reader: Reader, level: number): Node | undefined {
  const entries: Entry[] = []
  reader.at += 1
  if (skipBlank(reader) === 0x7d) {
    reader.at += 1
    return { kind: 'object', entries }
  }
  for (;;) {
    if (skipBlank(reader) !== 0x22) return undefined
    const name = readText(reader)
    if (name === undefined || skipBlank(reader) !== 0x3a) return undefined
    reader.at += 1
    const node = readValue(reader, level + 1)
    if (node === undefined) return undefined
    entries.push({ name, node })
    const next = skipBlank(reader)
    reader.at += 1
    if (next === 0x7d) return { kind: 'object', entries }
    if (next !== 0x2c) return undefined
  }
}

function readList(reader: Reader, level: number): Node | undefined {
  const items: Node[] = []
  reader.at += 1
  if (skipBlank(reader) === 0x5d) {
    reader.at += 1
    return { kind: 'list', items }
  }
  for (;;) {
    const node = readValue(reader, level + 1)
    if (node === undefined) return undefined
    items.push(node)
    const next = skipBlank(reader)
    reader.at += 1
    if (next === 0x5d) return { kind: 'list', items }
    if (next !== 0x2c) return undefined
  }
}

function readWord(reader: Reader): Node | undefined {
  const found = words.find(([word]) => reader.text.startsWith(word, reader.at))
  if (found === undefined) return undefined
  reader.at += found[0].length
  return { kind: 'word', value: found[1] }
}

function readValue(reader: Reader, level: number): Node | undefined {
  const code = skipBlank(reader)
  if (level > deepestLevel) return undefined
  if (code === 0x22) {
    const value = readText(reader)
    return value === undefined ? undefined : { kind: 'text', value }
  }
  if (code === 0x7b) return readObject(reader, level)
  if (code === 0x5b) return readList(reader, level)
  if (code !== 0x2d && !(code >= 0x30 && code <= 0x39)) return readWord(reader)
  const source = take(reader, number)
  return source === '' ? undefined : { kind: 'figure', source, value: null }
}

/**
 * Reads JSON strictly and loses nothing: repeated names, `__proto__` and every digit of a number stay. Undefined
 * for anything that is no JSON, and below level 200. Never throws; the time grows linearly with the text.
 */
export function parseTree(text: string): Node | undefined {
  const reader: Reader = { text, at: 0 }
  const node = readValue(reader, 0)
  if (node === undefined) return undefined
  skipBlank(reader)
  return reader.at === text.length ? node : undefined
}
