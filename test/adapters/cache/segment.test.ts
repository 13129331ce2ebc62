import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeSegment, encodeSegment, type Segment } from '../../../src/adapters/cache/segment.ts'
import { columnsOf } from '../../../src/core/log-rows.ts'
import { addLog, addressOf, makeWorld, network, token, word } from './memory-node.ts'

function small(rows: number): Segment {
  const world = makeWorld(100)
  for (let row = 0; row < rows; row += 1) {
    addLog(
      world,
      row % 3 === 0 ? 0 : 1,
      3 + (row >> 1),
      addressOf(`p${row % 2}`),
      row % 3 === 0 ? addressOf('us') : word(`n${row}`),
    )
  }
  return {
    network,
    label: 'https://rpc.example/***',
    question: { asset: token, kinds: [0, 1], place: 'first' },
    covers: [
      { from: 0, to: 60, values: new Set([addressOf('p0'), addressOf('p1')].sort()) },
      { from: 61, to: 90, values: new Set([addressOf('p1')]) },
    ],
    anchor: { number: 90, hash: word('a 90') },
    columns: columnsOf(world.logs, token).columns,
  }
}

/** The same bytes with a digest that fits them. */
function signed(bytes: Buffer): Buffer {
  const body = bytes.subarray(0, -32)
  return Buffer.concat([body, createHash('sha256').update(body).digest()])
}

test('a segment comes back as it was, whatever it holds', () => {
  const place = fc.record({
    block: fc.nat(2 ** 40),
    index: fc.nat(5),
    kind: fc.constantFrom(0 as const, 1 as const, 2 as const),
  })
  fc.assert(
    fc.property(fc.array(place, { maxLength: 30 }), fc.string(), (places, name) => {
      const world = makeWorld(100)
      for (const { block, kind } of [...places].sort((a, b) => a.block - b.block)) {
        addLog(world, kind, block, addressOf(name), kind === 0 ? addressOf('us') : word(`${name}${block}`))
      }
      const segment = { ...small(0), label: name, columns: columnsOf(world.logs, token).columns }
      expect(decodeSegment(encodeSegment(segment))).toEqual(segment)
    }),
    { numRuns: 60 },
  )
})

test('no byte of a segment can be changed, left out or added without being seen', () => {
  const bytes = encodeSegment(small(7))
  expect(decodeSegment(bytes)).toEqual(small(7))
  for (let at = 0; at < bytes.length; at += 1) {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
    expect(decodeSegment(flipped)).toBeUndefined()
    expect(decodeSegment(bytes.subarray(0, at))).toBeUndefined()
  }
  expect(decodeSegment(Buffer.concat([bytes, Buffer.from([0])]))).toBeUndefined()
})

test('a later version and a foreign file are not believed, even when their digest fits', () => {
  const bytes = encodeSegment(small(3))
  const later = Buffer.from(bytes)
  later.writeUInt32LE(2, 8)
  const foreign = Buffer.from(bytes)
  foreign.write('GIF89a..', 0)
  const long = Buffer.from(bytes)
  long.writeUInt32LE(0xffff_ffff, 12)
  for (const changed of [later, foreign, long]) expect(decodeSegment(signed(changed))).toBeUndefined()
  const { columns } = small(3)
  const upside = {
    ...columns,
    logIndex: columns.logIndex.slice().reverse(),
    block: columns.block.slice().fill(3),
  }
  expect(decodeSegment(encodeSegment({ ...small(3), columns: upside }))).toBeUndefined()
  const beyond = { ...small(3), anchor: { number: 80, hash: word('a 80') } }
  expect(decodeSegment(encodeSegment(beyond))).toBeUndefined()
})
