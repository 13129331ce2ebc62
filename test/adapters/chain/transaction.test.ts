import { describe, expect, test } from 'vitest'
import { only } from './faults.ts'
import { live, withNode } from './fixture-node.ts'
import { resultReply } from './rpc-server.ts'
import { makeChain, token, word } from './test-chain.ts'

const chain = makeChain(10, [3])
const tx = word('tx 0')
const wire = {
  hash: tx,
  to: token.toUpperCase().replace('0X', '0x'),
  input: '0xABCD',
  value: '0x0',
  type: '0x2',
}
const answered = (result: unknown) => only('eth_getTransactionByHash', (call) => resultReply(call, result))

describe('what a transaction called', () => {
  test('receiver and call data in lower case', async () => {
    await withNode(chain, [answered(wire)], async ({ node }) => {
      const seen = await node.transaction?.(tx.toUpperCase().replace('0X', '0x'), live)
      expect(seen).toMatchObject({ seen: true, value: { tx, to: token, input: '0xabcd' } })
    })
  })

  test('null when the node does not know it, and no receiver when it made a contract', async () => {
    await withNode(chain, [answered(null)], async ({ node }) => {
      expect(await node.transaction?.(tx, live)).toMatchObject({ seen: true, value: null })
    })
    await withNode(chain, [answered({ ...wire, to: null })], async ({ node }) => {
      expect(await node.transaction?.(tx, live)).toMatchObject({ value: { to: null } })
    })
  })

  test.each([
    ['another transaction', { ...wire, hash: word('other') }],
    ['no call data', { hash: tx, to: token }],
    ['half a byte', { ...wire, input: '0xabc' }],
    ['no address', { ...wire, to: '0x12' }],
  ])('%s is no answer', async (_name, result) => {
    await withNode(chain, [answered(result)], async ({ node }) => {
      expect(await node.transaction?.(tx, live)).toMatchObject({ seen: false, why: { kind: 'parse' } })
    })
  })

  test('a secret is not sent as a hash', async () => {
    await withNode(chain, [], async ({ node, server }) => {
      expect(await node.transaction?.('0xCANARY', live)).toMatchObject({
        seen: false,
        why: { kind: 'refused' },
      })
      expect(server.calls.map(({ method }) => method)).not.toContain('eth_getTransactionByHash')
    })
  })
})
