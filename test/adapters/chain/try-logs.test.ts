import { describe, expect, test } from 'vitest'
import { only } from './faults.ts'
import { live, withNode } from './fixture-node.ts'
import { errorReply, resultReply } from './rpc-server.ts'
import { makeChain, token } from './test-chain.ts'

const chain = makeChain(2000, [3])
const query = { address: token, topics: [], fromBlock: 1, toBlock: 1999 }
const said = (error: unknown) => only('eth_getLogs', (call) => errorReply(call, error))

describe('one search over a range', () => {
  test('is answered in one request', async () => {
    const quiet = only('eth_getLogs', (call) => resultReply(call, []))
    await withNode(chain, [quiet], async ({ node, server }) => {
      expect(await node.tryLogs?.(query, live)).toMatchObject({ seen: true, value: { answered: true } })
      expect(server.calls.filter(({ method }) => method === 'eth_getLogs')).toHaveLength(1)
    })
  })

  test('is refused for its size, with what would work and without', async () => {
    const limited = said({ code: -32614, message: 'eth_getLogs is limited to a 500 range' })
    await withNode(chain, [limited], async ({ node }) => {
      expect(await node.tryLogs?.(query, live)).toMatchObject({ value: { answered: false, proposed: 500 } })
    })
    await withNode(
      chain,
      [said({ code: -32000, message: 'query exceeds max block range' })],
      async ({ node }) => {
        expect(await node.tryLogs?.(query, live)).toMatchObject({
          value: { answered: false, proposed: null },
        })
      },
    )
  })

  test('a refused key is no limit', async () => {
    await withNode(chain, [said({ code: -32000, message: 'invalid api key' })], async ({ node }) => {
      expect(await node.tryLogs?.(query, live)).toMatchObject({ seen: false, why: { kind: 'auth' } })
    })
  })
})

describe('a contract that refuses', () => {
  test.each([
    [{ code: 3, message: 'execution reverted: custom error' }, 'REVERTED'],
    [{ code: -32000, message: 'execution reverted' }, 'REVERTED'],
    [{ code: -32015, message: 'VM execution error.' }, 'REVERTED'],
    [{ code: -32000, message: 'missing trie node 5a' }, undefined],
  ])('%j is told apart from a node without the state', async (error, code) => {
    const fault = only('eth_call', (call) => errorReply(call, error))
    await withNode(chain, [fault], async ({ node }) => {
      const seen = await node.callAs?.(token, token, '0x', 5, live)
      expect(seen).toMatchObject({ seen: false, why: { kind: 'rpc' } })
      expect(seen?.seen === false ? seen.why.code : '').toBe(code)
    })
  })

  test('is asked in the name of an address', async () => {
    const yes = only('eth_call', (call) => resultReply(call, '0x01'))
    await withNode(chain, [yes], async ({ node, server }) => {
      expect(await node.callAs?.(token, token, '0xa9059cbb', 5, live)).toMatchObject({ value: '0x01' })
      expect(server.calls.at(-1)!.params).toEqual([{ from: token, to: token, data: '0xa9059cbb' }, '0x5'])
      expect(await node.callAs?.('CANARY', token, '0x', 5, live)).toMatchObject({ why: { kind: 'refused' } })
    })
  })
})
