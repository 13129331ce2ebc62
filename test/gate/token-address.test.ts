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

test('our own mark is no secret, whatever the name in it', async () => {
  for (const kind of ['SHOP_API_KEY', 'secret', 'env:ADMIN_TOKEN', 'password']) {
    expect(await scan(`before [redacted:${kind}:416b73fb16e26236] after`), kind).toEqual([])
  }
})

test('a secret beside our mark, or behind a name of its own, is one', async () => {
  const secret = 'CANARY0123456789abcdef'
  expect(await scan(`[redacted:secret:416b73fb16e26236] api_key=${secret}`)).toMatchObject([{ line: 1 }])
  expect(await scan('api_key: 416b73fb16e26236')).toMatchObject([{ line: 1 }])
})
