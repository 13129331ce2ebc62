import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkLogs } from '../../../src/adapters/chain/check-log.ts'
import { scanAnswer } from '../../../src/adapters/chain/columns/scan-answer.ts'
import { toWanted } from '../../../src/adapters/chain/columns/wanted.ts'
import { readAnswer } from '../../../src/adapters/chain/read-answer.ts'
import { listShape } from '../../../src/adapters/chain/shapes.ts'
import { kindTopics } from '../../../src/core/log-columns.ts'
import { chainLogsOf, columnsOf } from '../../../src/core/log-rows.ts'
import type { ChainLog, LogQuery } from '../../../src/core/ports.ts'
import { token, word } from './test-chain.ts'
import { damage, damaged, logFor, mixedPage, page, payers, questions } from './wire-page.ts'

const [incoming] = questions as [LogQuery]

function scanned(bytes: Uint8Array, question: LogQuery): readonly ChainLog[] | undefined {
  const columns = scanAnswer(bytes, 7, toWanted(question)!)
  return columns && chainLogsOf(columns, token)
}

/** What `JSON.parse` and the checks of every page say: all its logs, or null when one is missing, wrong or odd. */
function parsed(bytes: Buffer, question: LogQuery): readonly ChainLog[] | null {
  const timing = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 0, totalMs: 0 }
  const answer = { status: 200, headers: [], body: bytes.toString('utf8'), bodyTruncated: false, timing }
  const asked = { id: 7, hide: (text: string) => text, now: new Date(0) }
  const reply = readAnswer({ ...answer, tlsValidUntil: null, receivedAt: '' }, asked)
  const list = reply.ok ? listShape.safeParse(reply.result) : undefined
  if (list?.success !== true) return null
  const { logs, dropped } = checkLogs(list.data, question)
  return dropped === 0 && columnsOf(logs, token).odd.length === 0 ? logs : null
}

test('an answer is read from its bytes, however a provider orders, spaces and capitalises it', () => {
  fc.assert(
    fc.property(page, ({ question, logs, text }) => {
      expect(scanned(Buffer.from(text), question)).toEqual(logs)
      expect(parsed(Buffer.from(text), question)).toEqual(logs)
    }),
    { numRuns: 150 },
  )
})

test('a log that is written almost like the one before is read for itself', () => {
  fc.assert(
    fc.property(mixedPage, ({ question, logs, text }) => {
      expect(scanned(Buffer.from(text), question)).toEqual(logs)
      expect(parsed(Buffer.from(text), question)).toEqual(logs)
    }),
    { numRuns: 300 },
  )
})

test('whatever is done to one of logs that are written in turns: the bytes say what JSON.parse says, or nothing', () => {
  fc.assert(
    fc.property(mixedPage, fc.array(damage, { minLength: 1, maxLength: 2 }), ({ question, text }, harm) => {
      const bytes = Buffer.from(harm.reduce(damaged, text))
      const seen = scanned(bytes, question)
      if (seen !== undefined) expect(seen).toEqual(parsed(bytes, question))
    }),
    { numRuns: 700 },
  )
})

test('whatever is done to an answer: its bytes say what JSON.parse says, or nothing', () => {
  let read = 0
  fc.assert(
    fc.property(page, fc.array(damage, { minLength: 1, maxLength: 3 }), ({ question, text }, harm) => {
      const bytes = Buffer.from(harm.reduce(damaged, text))
      const seen = scanned(bytes, question)
      if (seen === undefined) return
      read += 1
      expect(seen).toEqual(parsed(bytes, question))
    }),
    { numRuns: 1500 },
  )
  // Some damage does no harm; were it none, this test would compare nothing.
  expect(read).toBeGreaterThan(30)
})

test('single bytes of every value are what JSON.parse says, or nothing', () => {
  const [sample] = fc.sample(
    page.filter(({ logs }) => logs.length === 1),
    { numRuns: 1, seed: 5 },
  )
  fc.assert(
    fc.property(fc.nat(sample!.text.length - 1), fc.nat(255), (at, value) => {
      const bytes = Buffer.from(sample!.text)
      bytes[at] = value
      const seen = scanned(bytes, sample!.question)
      if (seen !== undefined) expect(seen).toEqual(parsed(bytes, sample!.question))
    }),
    { numRuns: 1000 },
  )
})

const hurting = Buffer.from('"\\09aAfFgG xX,:{}[]\u0000\u007f')

describe('logs that are written like the one before', () => {
  const alike = (question: LogQuery, change: (log: ChainLog, at: number) => ChainLog) =>
    fc.sample(logFor(question), { numRuns: 3, seed: 3 }).map((log, at) => {
      const { blockNumber, tx: transactionHash, logIndex, ...same } = change(log, at)
      const numbers = { blockNumber: `0x${blockNumber.toString(16)}`, logIndex: `0x${logIndex.toString(16)}` }
      return { ...same, transactionHash, ...numbers, transactionIndex: '0x1', removed: false }
    })
  const text = (logs: readonly object[]) => Buffer.from(JSON.stringify({ id: 7, result: logs }))

  test.each([
    ['transfers', 0],
    ['authorizations', 1],
  ])('%s: every byte of the second, and values that could hurt there', (_name, number) => {
    const question = questions[number]!
    const bytes = text(alike(question, (log) => log))
    const from = bytes.indexOf('{"address"', bytes.indexOf('{"address"') + 1)
    const to = bytes.indexOf('{"address"', from + 1)
    expect(scanned(bytes, question)).toHaveLength(3)
    let read = 0
    for (let at = from; at < to; at += 1) {
      const before = bytes[at]!
      for (const value of [...hurting, before ^ 1, before ^ 0x20, before | 0x80]) {
        if (value === before) continue
        bytes[at] = value
        const seen = scanned(bytes, question)
        if (seen === undefined) continue
        read += 1
        if (read % 9 === 0) expect(seen).toEqual(parsed(bytes, question))
      }
      bytes[at] = before
    }
    expect(read).toBeGreaterThan(300)
  })

  const [incoming] = questions as [LogQuery]
  const value = (amount: bigint) => `0x${amount.toString(16).padStart(64, '0')}`
  const changes: readonly (readonly [string, (log: ChainLog, at: number) => ChainLog])[] = [
    ['the value is the largest', (log, at) => ({ ...log, data: value(at === 1 ? 2n ** 256n - 1n : 5n) })],
    ['a value is larger than eight bytes', (log, at) => ({ ...log, data: value(2n ** BigInt(60 + at * 4)) })],
    ['the block is another one with more digits', (log, at) => ({ ...log, blockNumber: 100 + at * 78 })],
    [
      'all are of one block',
      (log, at) => ({ ...log, blockNumber: 120, blockHash: word('b'), logIndex: at * 200 }),
    ],
    ['digits are upper case', (log, at) => ({ ...log, tx: at === 1 ? `0x${'AB'.repeat(32)}` : log.tx })],
  ]
  test.each(changes)('are read when %s', (_name, change) => {
    const bytes = text(alike(incoming, change))
    expect(scanned(bytes, incoming)).toEqual(parsed(bytes, incoming))
    expect(scanned(bytes, incoming)).toHaveLength(3)
  })

  const spoil: readonly (readonly [string, (log: ChainLog, at: number) => ChainLog])[] = [
    ['of another contract', (log) => ({ ...log, address: `0x${'66'.repeat(20)}` })],
    ['above the range', (log) => ({ ...log, blockNumber: 301 })],
    ['below the range', (log) => ({ ...log, blockNumber: 99 })],
    ['to somebody else', (log) => ({ ...log, topics: [...log.topics.slice(0, 2), payers[0]!] })],
    ['of another event', (log) => ({ ...log, topics: [kindTopics[1], ...log.topics.slice(1)] })],
    [
      'from no address',
      (log) => ({ ...log, topics: [log.topics[0]!, `0x01${'0'.repeat(62)}`, log.topics[2]!] }),
    ],
    ['without a value', (log) => ({ ...log, data: '0x' })],
  ]
  test.each(spoil)('are left to JSON.parse when one is %s', (_name, change) => {
    const bytes = text(alike(incoming, (log, at) => (at === 1 ? change(log, at) : log)))
    expect(scanned(bytes, incoming)).toBeUndefined()
  })
})

describe('an answer is left to JSON.parse when', () => {
  const [log] = fc.sample(logFor(incoming), { numRuns: 1, seed: 1 }) as [ChainLog]
  const wire = {
    address: log.address,
    topics: log.topics,
    data: log.data,
    blockNumber: `0x${log.blockNumber.toString(16)}`,
    blockHash: log.blockHash,
    transactionHash: log.tx,
    logIndex: `0x${log.logIndex.toString(16)}`,
  }
  const answer = (change: object, envelope: object = {}) =>
    Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 7, result: [{ ...wire, ...change }], ...envelope }))

  test('it is not: an honest one is read', () => {
    expect(scanned(answer({}), incoming)).toEqual([log])
    expect(scanned(answer({}, { result: [] }), incoming)).toEqual([])
  })

  const unread: readonly (readonly [string, object, object?])[] = [
    ['a log is of another contract', { address: `0x${'66'.repeat(20)}` }],
    ['a log lies above the range', { blockNumber: '0x12d' }],
    ['a log lies below the range', { blockNumber: '0x63' }],
    ['a log is another event', { topics: [word('other'), ...log.topics.slice(1)] }],
    [
      'a log is an event that was not asked for',
      { topics: [kindTopics[1], ...log.topics.slice(1)], data: '0x' },
    ],
    ['a log went to somebody else', { topics: [...log.topics.slice(0, 2), word('other')] }],
    ['a log was taken back', { removed: true }],
    ['a log is pending', { blockNumber: null }],
    ['a log has two topics', { topics: log.topics.slice(0, 2) }],
    ['a log has four topics', { topics: [...log.topics, word('more')] }],
    ['a log has half a byte of data', { data: '0x1' }],
    ['a transfer has no data', { data: '0x' }],
    ['a number is no text', { logIndex: 3 }],
    ['a number is too large for its column', { logIndex: '0x100000000' }],
    ['a quantity is empty', { logIndex: '0x' }],
    ['a log lacks its transaction', { transactionHash: undefined }],
    ['a hash begins with 0X', { blockHash: log.blockHash.replace('0x', '0X') }],
    ['a log holds something deeper', { more: { deep: 1 } }],
    ['it belongs to another request', {}, { id: 70 }],
    ['it has no id', {}, { id: undefined }],
    ['it is an error', {}, { error: { code: 1, message: 'no' } }],
    ['it holds no list', {}, { result: null }],
  ]
  for (const [name, change, envelope] of unread) {
    test(name, () => {
      expect(scanned(answer(change, envelope), incoming)).toBeUndefined()
    })
  }

  test('a payer was not asked for', () => {
    const query = { ...incoming, topics: [log.topics[0]!, payers] }
    expect(scanned(answer({}), query)).toEqual([log])
    const others = payers.filter((payer) => payer !== log.topics[1])
    expect(scanned(answer({}), { ...query, topics: [log.topics[0]!, others] })).toBeUndefined()
    expect(scanned(answer({}), { ...query, topics: [log.topics[0]!, others.slice(0, 1)] })).toBeUndefined()
    // As a word it is no address, so it is nobody who can pay.
    const noAddress = `0x01${log.topics[1]!.slice(4)}`
    expect(scanned(answer({}), { ...query, topics: [log.topics[0]!, [noAddress]] })).toBeUndefined()
  })

  const rawly: readonly (readonly [string, string, string])[] = [
    ['a key stands there twice', '"data":', '"data":"0x","data":'],
    ['a key hides a known one behind an escape', '"removed":false', '"\\u0064ata":"0x"'],
    ['a key holds an escape', '"removed":false', '"a\\"b":1'],
    ['a text is beyond ASCII', '"removed":false', '"a":"é"'],
    ['a number begins with a zero', '"removed":false', '"a":01'],
    ['a number ends with its point', '"removed":false', '"a":1.'],
    ['a word is no literal', '"removed":false', '"a":nul'],
    ['the id stands there twice', '"id":7', '"id":7,"id":7'],
    ['the list stands there twice', '"result":[', '"result":[],"result":['],
    ['the id is the beginning of a number', '"id":7', '"id":7e1'],
    ['there is a comma too many', '"removed":false', '"removed":false,'],
    ['something follows', '"end":1}', '"end":1}}'],
  ]
  for (const [name, from, to] of rawly) {
    test(name, () => {
      const text = answer({ removed: false }, { end: 1 }).toString()
      expect(scanned(Buffer.from(text), incoming)).toEqual([log])
      expect(text).toContain(from)
      expect(scanned(Buffer.from(text.replace(from, to)), incoming)).toBeUndefined()
    })
  }

  test('a transfer goes to a word that is no address, and nobody asked to whom', () => {
    const everything = { ...incoming, topics: [] }
    expect(scanned(answer({}), everything)).toEqual([log])
    const topics = [...log.topics.slice(0, 2), `0x01${log.topics[2]!.slice(4)}`]
    expect(scanned(answer({ topics }), everything)).toBeUndefined()
  })

  test('a payer only ends like those who were asked for', () => {
    const alike = [`0x${'0'.repeat(24)}${'9'.repeat(34)}${log.topics[1]!.slice(-6)}`, payers[4]!, payers[3]!]
    const others = alike.filter((payer) => payer !== log.topics[1])
    expect(scanned(answer({}), { ...incoming, topics: [log.topics[0]!, others] })).toBeUndefined()
  })

  test('the question asks for a fourth topic, which no row has', () => {
    expect(toWanted({ ...incoming, topics: [null, null, null, null] })).toBeUndefined()
  })
})
