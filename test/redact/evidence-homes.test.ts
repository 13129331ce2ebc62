import { expect, test } from 'vitest'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'

const redactor = () => createEvidenceRedactor({ known: [], key: new Uint8Array(32).fill(7) })

test.each([
  ['/home/alice/logs/pay.jsonl', '/home/[redacted:user]/logs/pay.jsonl'],
  [
    'file:///home/alice.b-c_1/x and /Users/bob/y',
    'file:///home/[redacted:user]/x and /Users/[redacted:user]/y',
  ],
  ['C:\\Users\\carol\\pay.jsonl', 'C:\\Users\\[redacted:user]\\pay.jsonl'],
  ['C:\\\\Users\\\\carol\\\\pay.jsonl', 'C:\\\\Users\\\\[redacted:user]\\\\pay.jsonl'],
  ['c:/Users/carol/pay.jsonl', 'c:/Users/[redacted:user]/pay.jsonl'],
  ['cannot open /home/alice: denied', 'cannot open /home/[redacted:user]: denied'],
  ['/home/zoë/x', '/home/[redacted:user]/x'],
])('the name in the path of a home folder goes without a tag: %s', (path, wanted) => {
  expect(redactor().text(path).value).toBe(wanted)
  expect(redactor().data({ at: path, [path]: 1 }).value).toEqual({ at: wanted, [wanted]: 1 })
  expect(redactor().text(wanted).value.replaceAll('forged-', '')).toBe(wanted)
})

test.each([
  '/root/x',
  'https://shop.example/home/prices',
  'GET /home/prices 200',
  '/var/lib/x',
  'C:\\Windows\\x',
])('stays: %s', (path) => {
  expect(redactor().text(path).value).toBe(path)
})
