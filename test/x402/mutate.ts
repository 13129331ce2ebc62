/** A source of numbers from 0 up to 1, the same for the same seed. */
export type Random = () => number

/** Numbers that look random and come again (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const below = (random: Random, limit: number) => Math.floor(random() * limit)

/** One of a list. */
export function pick<Item>(random: Random, list: readonly Item[]): Item {
  return list[below(random, list.length)] as Item
}

const strangeTexts = [
  '',
  ' ',
  '0x',
  '0',
  '-1',
  '1e9',
  '1.5',
  'abc',
  '\u0000',
  '\u202e',
  '__proto__',
  'eyJ',
  '"',
  "'",
  '=',
  '{',
]
const strangeValues: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => [],
  () => ({}),
  () => [[[[[[[[]]]]]]]],
  () => 'x'.repeat(3000),
  () => '9'.repeat(100),
  () => `0x${'f'.repeat(130)}`,
  () => ({ name: 'x-payment', value: 'eyJ9' }),
]

function strange(random: Random): unknown {
  return random() < 0.5 ? pick(random, strangeTexts) : pick(random, strangeValues)()
}

/** A copy of a JSON value in which some fields have another value, another name, or are gone. */
export function mutateJson(random: Random, json: unknown, rate = 0.03): unknown {
  if (random() < rate) return strange(random)
  if (Array.isArray(json)) return json.map((item) => mutateJson(random, item, rate))
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json).flatMap(([key, value]): [string, unknown][] => {
    const roll = random()
    if (roll < rate / 2) return []
    const name = roll < rate ? `${pick(random, strangeTexts)}${key}` : key
    return [[name, mutateJson(random, value, rate)]]
  })
  return Object.fromEntries(entries)
}

const signs = [
  '\n',
  '\r\n',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ':',
  '=',
  ',',
  '\\',
  ' ',
  '\t',
  '< ',
  '> ',
  '* ',
  'HTTP/1.1 402 X\n',
  '\u0000',
  '\u2028',
]

/** Bytes with one place changed, cut out, doubled, or with something put in. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const at = below(random, bytes.length + 1)
  const to = Math.min(bytes.length, at + below(random, 40))
  const [head, middle, tail] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)]
  switch (below(random, 6)) {
    case 0:
      return Buffer.concat([head, tail])
    case 1:
      return Buffer.concat([head, middle, middle, tail])
    case 2:
      return Buffer.concat([head, Buffer.from(pick(random, signs)), middle, tail])
    case 3:
      return Buffer.concat([head, Uint8Array.of(below(random, 256)), tail])
    case 4:
      return head
    default:
      return Buffer.concat([tail, head])
  }
}

/** Bytes of no meaning at all. */
export function noise(random: Random, maxLength: number): Uint8Array {
  return Uint8Array.from({ length: below(random, maxLength) }, () => below(random, 256))
}
