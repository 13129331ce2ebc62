import { expect, test } from 'vitest'
import { createGate } from '../../src/gate/gate.ts'

const scan = async (text: string) =>
  (await createGate([])).scan([{ path: 'x', bytes: new TextEncoder().encode(text) }])

test.each(['position', 'blockHash', 'slot', 'value'])(
  'the address of a token before %s is no secret',
  async (name) => {
    const token = `0x${'833589fcd6'.repeat(4)}`
    expect(await scan(JSON.stringify({ token, [name]: 'CANARY' }))).toEqual([])
  },
)

test('what is longer than an address behind that name is one', async () => {
  const value = `0x${'833589fcd6'.repeat(5)}`
  expect(await scan(JSON.stringify({ accessKey: value }))).toMatchObject([{ line: 1 }])
})
