import fc from 'fast-check'
import { kindTopics } from '../../../src/core/log-columns.ts'
import type { ChainLog, LogQuery } from '../../../src/core/ports.ts'
import { token, word } from './test-chain.ts'

export const shop = `0x${'0'.repeat(24)}${'5b'.repeat(20)}`
export const payers = Array.from(
  { length: 5 },
  (_, at) => `0x${'0'.repeat(24)}${word(`payer ${at}`).slice(26)}`,
)

/** Questions as the reconciler asks them: what came in, what a payer authorized, and everything. */
export const questions: readonly LogQuery[] = [
  { address: token, topics: [kindTopics[0], null, shop], fromBlock: 100, toBlock: 300 },
  { address: token, topics: [[kindTopics[1], kindTopics[2]], payers], fromBlock: 100, toBlock: 300 },
  { address: token, topics: [], fromBlock: 100, toBlock: 300 },
]

const place = {
  block: fc.integer({ min: 100, max: 300 }),
  logIndex: fc.nat(400),
  tx: fc.nat(50),
  who: fc.nat(4),
}

/** A log that answers the question, in our own words. */
export function logFor(question: LogQuery): fc.Arbitrary<ChainLog> {
  const isTransfer = question.topics[0] === kindTopics[0]
  const kind = isTransfer ? fc.constant(0) : fc.integer({ min: question.topics.length === 0 ? 0 : 1, max: 2 })
  return fc.record({ ...place, kind, value: fc.nat() }).map(({ block, logIndex, tx, who, kind, value }) => ({
    address: token,
    topics: [kindTopics[kind] ?? '', payers[who]!, kind === 0 ? shop : word(`nonce ${value}`)],
    data: kind === 0 ? `0x${value.toString(16).padStart(64, '0')}` : '0x',
    blockNumber: block,
    blockHash: word(`block ${block}`),
    tx: word(`tx ${tx}`),
    logIndex,
  }))
}

/** How a provider writes: each draws its order of keys, white space, case of digits and the keys that we do not read. */
const style = fc.record({
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
  removed: fc.constantFrom('', '"removed":false', '"removed":null'),
  extra: fc.constantFrom(
    '',
    '"transactionIndex":"0x1"',
    '"blockTimestamp":"0x65"',
    '"x":-0.5e+3',
    '"y":true',
  ),
  space: fc.constantFrom('', ' ', '\n\t', '\r\n  '),
  upper: fc.boolean(),
  head: fc.constantFrom('"jsonrpc":"2.0"', '"jsonrpc":"2.0","error":null', '"z":null'),
  idLast: fc.boolean(),
})

type Style = typeof style extends fc.Arbitrary<infer T> ? T : never

function written(log: ChainLog, { order, removed, extra, space, upper }: Style): string {
  const digits = (text: string) => (upper ? `0x${text.slice(2).toUpperCase()}` : text)
  const fields = [
    `"address":${space}"${digits(log.address)}"`,
    `"topics"${space}:[${space}${log.topics.map((topic) => `"${digits(topic)}"`).join(`${space},`)}]`,
    `"data":"${digits(log.data)}"`,
    `"blockNumber":"0x${log.blockNumber.toString(16)}"`,
    `"blockHash":"${digits(log.blockHash)}"`,
    `"transactionHash":"${digits(log.tx)}"`,
    `"logIndex":"0x${log.logIndex.toString(16)}"${space}`,
  ]
  const shown = [...order.map((at) => fields[at]), removed, extra].filter((field) => field !== '')
  return `{${space}${shown.join(`,${space}`)}}`
}

/** The bytes of an honest answer with id 7. */
export function answerText(logs: readonly ChainLog[], how: Style): string {
  const { head, idLast, space } = how
  const list = `"result":[${logs.map((log) => written(log, how)).join(`${space},${space}`)}${space}]`
  return `{${head},${idLast ? `${list},"id":7` : `"id":${space}7,${list}`}${space}}${space}`
}

/** A question, logs that answer it, and an answer that holds them. */
export const page = fc
  .constantFrom(...questions)
  .chain((question) =>
    fc
      .record({ logs: fc.array(logFor(question), { maxLength: 4 }), how: style })
      .map(({ logs, how }) => ({ question, logs, text: answerText(logs, how) })),
  )

/** As `page`, but two ways of writing take turns, so that a log is often almost, and not quite, like the one before. */
export const mixedPage = fc.constantFrom(...questions).chain((question) =>
  fc
    .record({
      logs: fc.array(logFor(question), { minLength: 2, maxLength: 6 }),
      ways: fc.tuple(style, style),
      turns: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      twin: fc.boolean(),
    })
    .map(({ logs, ways: [one, other], turns, twin }) => {
      // The twin differs in one thing only.
      const second = twin ? { ...one, removed: other.removed, extra: other.extra } : other
      const list = logs.map((log, at) => written(log, turns[at] === true ? one : second))
      return { question, logs, text: `{"jsonrpc":"2.0","id":7,"result":[${list.join()}]}` }
    }),
)

const pieces = [
  ...'"{}[]:,\\0x1aAfFgG -+.eEtn\u0000\u007fé',
  ',"removed":true',
  ',"removed":false',
  ',"removed":"true"',
  ',"topics":[]',
  ',"data":"0x"',
  ',"logIndex":"0x100000000"',
  ',"blockNumber":"0x00000000000064"',
  ',"a":{"b":[]}',
  ',"a":01',
  ',"a":1.',
  ',"\\u0069d":8',
  ',"id":8',
  ',"error":{"code":1,"message":""}',
  ',"result":[]',
  'null',
  '0x',
  '\ufeff',
  '"__proto__":',
]

type Damage = { readonly at: number; readonly cut: number; readonly piece: string; readonly echo: boolean }

/** One way to damage a text: something cut out, something put in, something said twice. */
export const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(),
  cut: fc.oneof(fc.constant(0), fc.constant(1), fc.nat(90), fc.nat(3000)),
  piece: fc.oneof(fc.constant(''), fc.constantFrom(...pieces)),
  echo: fc.boolean(),
})

/** The text after the damage; half of the time it begins at a mark of JSON, where it hurts most. */
export function damaged(text: string, { at, cut, piece, echo }: Damage): string {
  const marks = [...text.matchAll(/[{}[\],:"]/g)].map(({ index }) => index)
  const from = at % 2 === 0 ? at % (text.length + 1) : (marks[at % marks.length] ?? 0)
  const taken = text.slice(from, from + cut)
  return `${text.slice(0, from)}${echo ? taken + taken : ''}${piece}${text.slice(from + cut)}`
}
