import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyColumns, joinColumns, kindTopics, sliceColumns, takeRows } from '../../src/core/log-columns.ts'
import { chainLogAt, chainLogsOf, columnsOf } from '../../src/core/log-rows.ts'
import type { ChainLog } from '../../src/core/ports.ts'

const token = `0x${'70'.repeat(20)}`
const hexOf = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((list) => `0x${Buffer.from(list).toString('hex')}`)
const padded = hexOf(20).map((address) => `0x${'0'.repeat(24)}${address.slice(2)}`)
const place = {
  address: fc.constant(token),
  blockNumber: fc.nat(2 ** 31),
  blockHash: hexOf(32),
  tx: hexOf(32),
  logIndex: fc.oneof(fc.nat(500), fc.constant(2 ** 32 - 1)),
}
const transfer = fc.record<ChainLog>({
  ...place,
  topics: fc.tuple(fc.constant<string>(kindTopics[0]), padded, padded),
  data: hexOf(32),
})
const authorization = fc.record<ChainLog>({
  ...place,
  topics: fc.tuple(fc.constantFrom<string>(kindTopics[1], kindTopics[2]), padded, hexOf(32)),
  data: fc.constant('0x'),
})
const oddOf = (log: ChainLog): readonly ChainLog[] => [
  { ...log, address: `0x${'71'.repeat(20)}` },
  { ...log, logIndex: 2 ** 32 },
  { ...log, data: `${log.data}00` },
  { ...log, topics: log.topics.slice(0, 2) },
  { ...log, topics: [...log.topics, `0x${'00'.repeat(32)}`] },
  { ...log, topics: [`0x${'12'.repeat(32)}`, ...log.topics.slice(1)] },
  { ...log, topics: [log.topics[0]!, `0x01${log.topics[1]!.slice(4)}`, log.topics[2]!] },
  { ...log, tx: log.tx.toUpperCase() },
]

test('every row gives back the log that it was, and what no row could give back is odd', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(transfer, authorization), fc.nat(12))), (list) => {
      const plain = list.map(([log]) => log)
      const mixed = list.flatMap(([log, way]) => [log, ...oddOf(log).slice(way, way + 1)])
      const { columns, odd } = columnsOf(mixed, token)
      expect(chainLogsOf(columns, token)).toEqual(plain)
      expect(odd).toEqual(list.flatMap(([log, way]) => oddOf(log).slice(way, way + 1)))
    }),
  )
})

test('a transfer to a word that is no address is odd', () => {
  const [log] = fc.sample(transfer, { numRuns: 1, seed: 1 })
  const topics = [log!.topics[0]!, log!.topics[1]!, `0x01${'00'.repeat(31)}`]
  expect(columnsOf([{ ...log!, topics }], token).odd).toHaveLength(1)
})

test('slices, joins and chosen rows hold the rows they name', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(transfer, authorization), { minLength: 1 }),
      fc.nat(),
      fc.nat(),
      (logs, a, b) => {
        const { columns } = columnsOf(logs, token)
        const [from, to] = [a % logs.length, b % (logs.length + 1)].sort((x, y) => x - y) as [number, number]
        expect(chainLogsOf(sliceColumns(columns, from, to), token)).toEqual(logs.slice(from, to))
        const joined = joinColumns([sliceColumns(columns, from, to), emptyColumns(), columns])
        expect(chainLogsOf(joined, token)).toEqual([...logs.slice(from, to), ...logs])
        const rows = [to % logs.length, from, from]
        expect(chainLogsOf(takeRows(columns, rows), token)).toEqual(rows.map((row) => logs[row]))
        expect(chainLogAt(sliceColumns(columns, from, logs.length), 0, token)).toEqual(logs[from])
      },
    ),
  )
})
