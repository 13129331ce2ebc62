import { failureOf, type Parser } from './parsers.ts'

/** Texts that tempt a parser to look at the same characters again and again, of about `length` characters. */
const families: readonly (readonly [name: string, make: (length: number) => string])[] = [
  ['opening braces', (length) => '{'.repeat(length)],
  ['braces on lines', (length) => '{\n'.repeat(length / 2)],
  ['brackets and quotes', (length) => '["'.repeat(length / 2)],
  ['quotes', (length) => '"'.repeat(length)],
  ['escapes', (length) => '{"a":"\\'.padEnd(length, '\\')],
  ['blanks', (length) => `${' '.repeat(length)}x`],
  ['lines', (length) => '\r\n'.repeat(length / 2)],
  ['base64', (length) => 'eyJ4'.repeat(length / 4)],
  ['base64 on lines', (length) => 'eyJ4NDAyVmVyc2lvbiI6Mn0\n'.repeat(length / 24)],
  ['base64 with blanks', (length) => 'eyJ4 '.repeat(length / 5)],
  ['header names', (length) => 'X-PAYMENT: '.repeat(length / 11)],
  ['header lines', (length) => 'x-payment: eyJ\n'.repeat(length / 15)],
  ['curl arrows', (length) => '< \n> \n'.repeat(length / 6)],
  ['status lines', (length) => 'HTTP/1.1 402 X\n\n{\n'.repeat(length / 18)],
  ['folded header', (length) => `HTTP/1.1 402 X\nX-PAYMENT: e${'\n e'.repeat(length / 3)}`],
  ['challenges', (length) => `WWW-Authenticate: ${'Payment id="a", '.repeat(length / 16)}`],
  ['open challenge', (length) => `Payment id=${'a="\\"'.repeat(length / 5)}`],
  ['JSON lines', (length) => '{"a":{"b":["c"]}}\n'.repeat(length / 18)],
  ['a long list', (length) => `[${'{"x402Version":2},'.repeat(length / 18)}0]`],
  ['nested texts', (length) => JSON.stringify({ a: JSON.stringify({ b: '['.repeat(length) }) })],
  ['hex', (length) => '0x'.padEnd(length, 'a')],
  ['digits', (length) => '9'.repeat(length)],
  ['words', (length) => 'execution reverted: '.repeat(length / 20)],
  ['colons', (length) => 'a:'.repeat(length / 2)],
]

const rounds = 3

function fastestMs(parser: Parser, text: string): number {
  const bytes = Buffer.from(text)
  const times = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage()
    failureOf(parser, bytes, text)
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

/** How the time of a parser grows when a text doubles. */
export type Growth = { readonly family: string; readonly ms: number; readonly factor: number }

// What fits into the nursery of the collector is cheaper than linear, so the first length lies beyond it.
const small = 524_288
/** Below this a factor says more about the clock than about the parser. */
const measurableMs = 20

/** The family that grows fastest from 512 Ki to 2 Mi characters, as a factor per doubling, and the slowest time. */
export function worstGrowth(parser: Parser): Growth {
  const grown = families.map(([family, make]): Growth => {
    const [first, last] = [fastestMs(parser, make(small)), fastestMs(parser, make(small * 4))]
    return { family, ms: last, factor: last < measurableMs ? 1 : Math.sqrt(last / Math.max(first, 0.1)) }
  })
  return grown.reduce((worst, each) => (each.factor * each.ms > worst.factor * worst.ms ? each : worst))
}

/** The families themselves are inputs, too: what a parser throws at one, or null. */
export function failureAtFamilies(parser: Parser): string | null {
  for (const [family, make] of families) {
    const text = make(small)
    if (failureOf(parser, Buffer.from(text), text) !== null) return family
  }
  return null
}
