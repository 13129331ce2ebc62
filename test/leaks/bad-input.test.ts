import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newDesk } from './desk.ts'

const desk = newDesk()
const payTo = `0x${'a1'.repeat(20)}`
beforeAll(() => {
  desk.give('pay.jsonl', '{"requestId":"r","state":"settled"}\n')
})
afterAll(desk.remove)
const books = ['--records', 'pay.jsonl', '--rpc', 'http://127.0.0.1:1', '--pay-to', payTo]
const reconcile = (...more: readonly string[]) => ['reconcile', 'mainnet', ...books, ...more]

const lines: readonly (readonly string[])[] = [
  reconcile('--prove=yes'),
  reconcile('--prove', 'yes'),
  reconcile('--class', 'orphaned_paymnt'),
  reconcile('--class', ''),
  reconcile('--class', '\u001b[31m'),
  reconcile('--payer', '0x12'),
  reconcile('--payer', ''),
  reconcile('--payer', `${payTo}00`),
  reconcile('--finality', '-1'),
  reconcile('--finality', '1e3'),
  reconcile('--finality', '999999999'),
  reconcile('--finality', ''),
  reconcile('--finality', 'final'),
  reconcile('--since', 'last'),
  reconcile('--since', 'last~1'),
  reconcile('--since', 'Last'),
  reconcile('--since', 'block:'),
  reconcile('--since', 'block:-1'),
  reconcile('--since', 'block:0x10'),
  reconcile('--since', 'block:99999999999999'),
  reconcile('--until', 'last'),
  reconcile('--until', 'block:x'),
  reconcile('--cases'),
  reconcile('--cases', ''),
  reconcile('--cases', '.'),
  reconcile('--cases', '/proc/nowhere/cases.nd'),
  reconcile('--map', 'nowhere.yaml'),
  reconcile('-o', 'csv', '-o', 'json'),
  reconcile('-o', 'csv='),
  reconcile('-o', 'ledger'),
  ['diff'],
  ['diff', 'last'],
  ['diff', 'last', 'last~1'],
  ['diff', 'last~', 'last'],
  ['diff', 'last~99999', 'last'],
  ['diff', 'last~-1', 'last'],
  ['diff', '', ''],
  ['diff', '.', '.'],
  ['diff', '/', '/'],
  ['diff', '/dev/null', '/dev/null'],
  ['diff', '../../../etc', 'x'],
  ['diff', '\u001b]52;c;Q0FO\u0007', '\u202e'],
  ['diff', 'a\u0000b', 'last'],
  ['diff', 'x'.repeat(5000), 'last'],
  ['diff', 'last', 'last', 'nobody'],
  ['diff', 'last', 'last', 'mainnet', 'extra'],
  ['diff', 'pay.jsonl', 'pay.jsonl'],
  ['diff', 'last~1', 'last', '--runs-store', 'Files'],
  ['diff', 'last~1', 'last', '--runs-store', 'env:NOWHERE'],
  ['diff', 'last~1', 'last', '--runs-store', ''],
]

describe('a flag with a value that means nothing', () => {
  test.each(lines.map((argv) => [argv] as const))('%j', async (argv) => {
    const { code, err, out } = await desk.x402ops([...argv, '--no-save', '--deadline', '2s'])
    expect([2, 6], err).toContain(code)
    expect(err).toMatch(/^error [A-Z0-9_]+: /)
    expect(err).toContain(`exit code ${code}`)
    // What, and what to do.
    expect(err.trim().split('\n').length).toBeGreaterThanOrEqual(3)
    expect(err).not.toContain('INTERNAL')
    expect(out + err).not.toMatch(/^\s+at .+:\d+/m)
    expect(err).not.toContain('\u001b')
  })
})

const profile = (text: string) => `version: 1\nprofiles:\n  shop:\n    extends: mainnet\n    ${text}\n`
const wrong: readonly string[] = [
  'reconcile: {settleOrder: later}',
  'reconcile: {settleOrder: [after]}',
  'reconcile: {settleOrder: null}',
  'reconcile: {settleordr: after}',
  'reconcile: {finality: -1}',
  'reconcile: {finality: 1.5}',
  'reconcile: {finality: "12 "}',
  'reconcile: {unreadable: balance}',
  'reconcile: {unreadable: [1]}',
  'reconcile: {settleMode: maybe}',
  'reconcile: []',
  'routes: [{id: q, method: GET, path: /q, settleOrder: sometimes}]',
  'routes: [{id: q, method: GET, path: /q, settleOrder: ""}]',
  `pays: [{network: base, asset: usdc, payTo: ["${payTo}"], refundFrom: ["0x12"]}]`,
  `pays: [{network: base, asset: usdc, payTo: ["${payTo}"], refundFrom: "${payTo}"}]`,
  `pays: [{network: base, asset: usdc, payTo: ["${payTo}"], refundFrom: [null]}]`,
  'records: [{file: r.jsonl, piprail: yes}]',
  'records: [{file: r.jsonl, piprail: {env: HOOK}}]',
  'records: [{file: r.jsonl, piprail: {secret: {env: HOOK}}, mapping: m.yaml}]',
  'records: [{piprail: {secret: {env: HOOK}}}]',
  'records: [{postgres: {secret: {env: DB}}, table: pay, piprail: {secret: {env: HOOK}}}]',
  'runsStore: files',
  'runsStore: {url: "postgres://db/x", secret: {env: DB}}',
]

describe('a key of the config file with a value that means nothing', () => {
  test.each(wrong)('%s', async (text) => {
    desk.give('x402ops.yaml', profile(text))
    const argv = ['reconcile', 'shop', '--rpc', 'http://127.0.0.1:1', '--deadline', '2s', '--no-save']
    const more = text.startsWith('records') ? ['--pay-to', payTo] : ['--records', 'pay.jsonl']
    const { code, err } = await desk.x402ops([...argv, ...more], { HOOK: 'CANARYhook0123' })
    expect(code, err).toBe(2)
    expect(err).toMatch(/^error CONFIG_INVALID: x402ops\.yaml:\d+: /)
    expect(err.trim().split('\n').length).toBeGreaterThanOrEqual(3)
    expect(err).not.toContain('CANARY')
  })
})
