import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newDesk } from './desk.ts'
import { serveNode } from './node.ts'

const payTo = `0x${'a1'.repeat(20)}`
const payer = `0x${'b2'.repeat(20)}`
const evil = [
  '\u001b]52;c;Q0FO\u0007',
  '\u009b31mred',
  '\u202egnp.exe',
  '\u2028\u2029',
  '\r\n=cmd|calc',
  '\u200bhidden',
  '| pipe | <img src=x> ![x](http://h) `tick`',
]
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/

const rows = evil.map((text, at) =>
  JSON.stringify({
    network: 'base',
    asset: 'usdc',
    payTo,
    amountAtomic: '1000',
    payer,
    nonce: `0x0${at}${'07'.repeat(31)}`,
    requestId: `${text} id`,
    recordId: `rec ${text}`,
    route: `/v1/${text}`,
    method: text,
    facilitator: text,
    instance: text,
    settleReason: `reverted: ${text}`,
    state: at % 2 === 0 ? 'settled' : 'failed',
    responseStatus: at % 2 === 0 ? 200 : 500,
    receivedAt: new Date(Date.now() - 3_600_000).toISOString(),
  }),
)

const desk = newDesk()
let node: Awaited<ReturnType<typeof serveNode>>
beforeAll(async () => {
  node = await serveNode()
})
afterAll(async () => {
  await node.close()
  desk.remove()
})

describe('texts of the books that fight back', () => {
  test.each([
    [[]],
    [['-vvv']],
    [['-o', 'plain', '-v']],
    [['-o', 'json=a.json', '-o', 'csv=a.csv', '-o', 'markdown=a.md', '-o', 'ndjson=a.nd', '-v']],
    [['--cases', 'cases.nd']],
    [['--show-mapping']],
    [['--prove', '-vv']],
  ])('neither streams nor files hold a character that acts: %j', async (more) => {
    desk.give('pay.jsonl', rows.join('\n'))
    const argv = ['reconcile', 'mainnet', '--records', 'pay.jsonl', '--rpc', node.url, '--pay-to', payTo]
    const { everything, code } = await desk.x402ops([...argv, ...more])
    expect([0, 1, 3]).toContain(code)
    const lines = everything.replaceAll('\r\n', '\n').split('\n')
    expect(lines.filter((line) => raw.test(line)).map((line) => line.slice(0, 300))).toEqual([])
  })
})
