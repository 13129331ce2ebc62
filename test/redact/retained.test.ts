import { createHash } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createEvidenceRedactor, type EvidenceRedactor } from '../../src/redact/evidence.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const megabyte = 1 << 20
// A text above a megabyte would not lie in the heap.
const long = megabyte / 2
const rounds = 16
const before = Buffer.alloc(long, 'x')

/** The end of a text of half a megabyte: whoever keeps it, or a part of it, keeps all of that. */
function endOfLong(text: string): string {
  return Buffer.concat([before, Buffer.from(text)])
    .toString('latin1')
    .slice(long)
}

const hash = (name: string) => createHash('sha256').update(name).digest('hex')
const word = (name: string) => hash(name).replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))

function longFile(redactor: EvidenceRedactor, text: string): void {
  for (const part of redactor.longFile(() => [text])) void part
}

const cases: readonly (readonly [string, (index: number) => string])[] = [
  ['words in which nothing is found', (at) => `the answer was ${word(`w${at}`).slice(0, 30)} again\n`],
  [
    'words with dots and dashes',
    (at) => `see settle-${word(`p${at}`).slice(0, 9)}.payments-of-today.example\n`,
  ],
  [
    'runs that could be base64',
    (at) => `sent ${Buffer.from(hash(`b${at}`), 'hex').toString('base64')} there\n`,
  ],
  ['a secret behind its label', (at) => `Authorization: Bearer CANARY${hash(`s${at}`)}\n`],
  [
    'a name of a secret that only this text has',
    (at) => `{"${word(`n${at}`).slice(0, 20)}Password":"CANARY ${at}"}\n`,
  ],
  ['a field that only this text has', (at) => `{"${word(`f${at}`).slice(0, 20)}":"so"}\n`],
  [
    'texts in fields',
    (at) => `{"msg":"went ${word(`m${at}`).slice(0, 12)}","note":"and ${word(`o${at}`)}"}\n`,
  ],
  [
    'ids in fields',
    (at) => `{"reqId":"req_${word(`r${at}`).slice(0, 22)}","transaction":"0x${hash(`t${at}`)}"}\n`,
  ],
  ['hashes that may be keys', (at) => `{"nonce":"0x${hash(`k${at}`)}"}\nand 0x${hash(`l${at}`)} too\n`],
  ['shapes of lines', (at) => `${word(`q${at}`)} took 12 ms\n`.repeat(3)],
]

test.each(cases)('nothing keeps the text in which it stood: %s', (_, line) => {
  const redactor = createEvidenceRedactor({
    known: [{ label: 'RPC_KEY', value: 'CANARY-8f2k1m9q7w3e5r' }],
    key: new Uint8Array(32).fill(7),
    addresses: [`0x${'c0ffee00'.repeat(5)}`],
  })
  const read = (index: number) => {
    longFile(redactor, endOfLong(line(index)))
    redactor.text(endOfLong(line(index)))
    redactor.file(endOfLong(line(index)))
  }
  read(rounds)
  collect()
  const held = process.memoryUsage().heapUsed
  for (let index = 0; index < rounds; index += 1) read(index)
  // What a regular expression was matched with last is kept by the engine.
  redactor.text('short and plain')
  collect()
  const kept = process.memoryUsage().heapUsed - held
  expect(kept / megabyte).toBeLessThan(rounds / 8)
})
