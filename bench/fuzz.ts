// Throws hostile bytes at every parser: npm run bench:fuzz -- --inputs 1000000
import { parseArgs } from 'node:util'
import { hostileInput } from '../test/x402/hostile.ts'
import { randomOf } from '../test/x402/mutate.ts'
import { failureAtFamilies, worstGrowth } from './fuzz/growth.ts'
import { failureOf, type Parser, parsers } from './fuzz/parsers.ts'

const help = `Throws hostile inputs at every parser that reads what strangers wrote: payment documents in every form people
paste them, with fields and bytes changed, and noise. Then texts that double in length.

  --inputs N     inputs for each parser (10000)
  --seed N       another seed, other inputs (1)
  --only NAME    one parser

Exit 1 when a parser threw, or took more than 3 times as long for a text twice as long; 2 for a wrong flag.
`

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

type Tally = {
  throws: number
  firstSeed: number | null
  error: unknown
  slowestMs: number
  slowestBytes: number
}

const newTally = (): Tally => ({ throws: 0, firstSeed: null, error: null, slowestMs: 0, slowestBytes: 0 })

function throwAt(parser: Parser, tally: Tally, bytes: Uint8Array, text: string, seed: number): void {
  const start = performance.now()
  const error = failureOf(parser, bytes, text)
  const took = performance.now() - start
  if (took > tally.slowestMs) Object.assign(tally, { slowestMs: took, slowestBytes: bytes.length })
  if (error === null) return
  tally.throws += 1
  tally.firstSeed ??= seed
  tally.error ??= error
}

const row = (cells: readonly string[]) =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(22) : cell.padStart(13))).join('')

function main(): void {
  const inputs = Number(values.inputs)
  const first = Number(values.seed)
  const chosen = parsers.filter(({ name }) => values.only === undefined || name === values.only)
  if (values.help || !Number.isInteger(inputs) || !Number.isInteger(first) || chosen.length === 0) {
    process.stdout.write(help)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const tallies = chosen.map(newTally)
  let bytesSeen = 0
  for (let i = 0; i < inputs; i += 1) {
    const seed = (Math.imul(first, 0x9e3779b1) + i) >>> 0
    const bytes = hostileInput(randomOf(seed))
    const text = Buffer.from(bytes).toString('utf8')
    bytesSeen += bytes.length
    for (const [index, parser] of chosen.entries())
      throwAt(parser, tallies[index] as Tally, bytes, text, seed)
  }
  const out = [`${inputs} inputs, ${bytesSeen} bytes, seed ${first}`, '']
  out.push(`${row(['PARSER', 'INPUTS', 'THROWS', 'SLOWEST MS', 'OF BYTES', 'X PER 2X', 'MS AT 2M'])}  FAMILY`)
  let failed = false
  for (const [index, parser] of chosen.entries()) {
    const { throws, firstSeed, error, slowestMs, slowestBytes } = tallies[index] as Tally
    const family = failureAtFamilies(parser)
    const growth = worstGrowth(parser)
    failed ||= throws > 0 || family !== null || growth.factor > 3
    const figures = [
      inputs,
      throws,
      slowestMs.toFixed(1),
      slowestBytes,
      growth.factor.toFixed(2),
      growth.ms.toFixed(0),
    ]
    out.push(`${row([parser.name, ...figures.map(String)])}  ${growth.family}`)
    if (throws > 0) out.push(`  seed ${firstSeed}: ${error instanceof Error ? error.stack : String(error)}`)
    if (family !== null) out.push(`  throws at ${family}`)
  }
  process.stdout.write(`${out.join('\n')}\n`)
  process.exitCode = failed ? 1 : 0
}

main()
