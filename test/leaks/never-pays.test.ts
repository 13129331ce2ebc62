import { expect, test } from 'vitest'
import { newDesk, serve } from './desk.ts'
import { serveNode } from './node.ts'

const payTo = `0x${'a1'.repeat(20)}`
const payer = `0x${'b2'.repeat(20)}`
const readOnly =
  /^eth_(?:blockNumber|call|chainId|get(?:BlockByNumber|BlockReceipts|Logs|Proof|Transaction(?:ByHash|Receipt)))$/

test('a run with proofs over books full of payments asks nodes to tell, sends no payment, and contacts nobody else', async () => {
  const asked = new Set<string>()
  const visited: string[] = []
  const node = await serveNode(({ method }) => {
    asked.add(method)
    return null
  })
  const stranger = await serve((request, response) => {
    visited.push(`${request.method} ${request.url}`)
    response.end('{}')
  })
  const desk = newDesk()
  const payment = Buffer.from(
    JSON.stringify({
      x402Version: 1,
      scheme: 'exact',
      network: 'base',
      payload: {
        signature: `0x${'5c'.repeat(64)}1b`,
        authorization: {
          from: payer,
          to: payTo,
          value: '1000',
          validBefore: '1790000000',
          nonce: `0x${'07'.repeat(32)}`,
        },
      },
    }),
  ).toString('base64')
  const row = {
    receivedAt: new Date(Date.now() - 3_600_000).toISOString(),
    responseStatus: 500,
    state: 'failed',
  }
  const rows = [
    { ...row, requestId: 'a', paymentHeader: payment, facilitator: stranger.url },
    {
      ...row,
      requestId: 'b',
      facilitator: `${stranger.url}/settle`,
      route: stranger.url,
      tx: `0x${'c3'.repeat(32)}`,
      payer,
      payTo,
      network: 'base',
      asset: 'usdc',
      amountAtomic: '1000',
    },
  ]
  desk.give('pay.jsonl', rows.map((one) => JSON.stringify(one)).join('\n'))
  const { code } = await desk.x402ops([
    'reconcile',
    'mainnet',
    '--records',
    'pay.jsonl',
    '--rpc',
    node.url,
    '--pay-to',
    payTo,
    '--prove',
  ])
  await desk.x402ops(['diff', 'last', 'last', 'mainnet'])
  await Promise.all([node.close(), stranger.close()])
  desk.remove()
  expect([1, 3]).toContain(code)
  expect(asked).toContain('eth_getLogs')
  expect([...asked].filter((method) => !readOnly.test(method))).toEqual([])
  expect(visited).toEqual([])
})
