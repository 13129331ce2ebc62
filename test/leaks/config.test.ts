import { expect, test } from 'vitest'
import { newDesk } from './desk.ts'

const key = 'CANARY0123456789abcdef'
const payTo = `0x${'a1'.repeat(20)}`
const profile = (line: string) =>
  `version: 1\nprofiles:\n  shop:\n    extends: mainnet\n    baseUrl: http://127.0.0.1:1\n    ${line}\n`
const rpc = (entry: string) => profile(`rpc: {"eip155:8453": [${entry}]}`)

const files: readonly (readonly [string, string])[] = [
  ['a secret without a place', rpc(`{secret: ${key}}`)],
  ['a URL where the name of a variable belongs', rpc(`{secret: {env: "https://rpc.example/v2/${key}"}}`)],
  ['a key where the name of a variable belongs', rpc(`{secret: {env: ${key}}}`)],
  ['a key where the name of a credential belongs', rpc(`{secret: {credential: ${key}}}`)],
  ['a key where the name of a place belongs', rpc(`{secret: {${key}: x}}`)],
  ['a command that fails and prints', rpc(`{secret: {exec: [sh, -c, "echo ${key}; exit 3"]}}`)],
  ['a command that prints no URL', rpc(`{secret: {exec: [echo, "no-url ${key}"]}}`)],
  ['a command that prints a URL', rpc(`{secret: {exec: [echo, "https://127.0.0.1:1/v2/${key}"]}}`)],
  ['a URL with a key', rpc(`{url: "https://127.0.0.1:1/v2/${key}"}`)],
  ['a key for a URL', rpc(`{url: "${key}"}`)],
  ['plain http with a key', rpc(`{url: "http://rpc.example/v2/${key}"}`)],
  ['a key for a network', profile(`rpc: {"${key}": [{url: "http://127.0.0.1:1"}]}`)],
  ['a key for a key', profile(`${key}: 1`)],
  ['a key for a threshold', profile(`thresholds: {${key}: 1}`)],
  ['a key for the name of a profile', `version: 1\nprofiles: {${key}: {extends: mainnet}}`],
  [
    'a key for the default profile',
    `version: 1\ndefaultProfile: ${key}\nprofiles: {shop: {extends: mainnet}}`,
  ],
  ['a key for a preset', `version: 1\nprofiles: {shop: {extends: ${key}}}`],
  ['a password in baseUrl', `version: 1\nprofiles: {shop: {baseUrl: "https://u:${key}@127.0.0.1:1"}}`],
  ['a query in baseUrl', `version: 1\nprofiles: {shop: {baseUrl: "http://127.0.0.1:1/?k=${key}"}}`],
  ['a key for payTo', profile(`pays: [{network: base, asset: usdc, payTo: [{address: ${key}}]}]`)],
  ['a key for a path', profile(`routes: [{id: q, method: GET, path: "${key}"}]`)],
  ['a key for a price', profile(`routes: [{id: q, method: GET, path: /x, price: "${key}"}]`)],
  ['a key for a token', profile(`metrics: {path: /m, token: ${key}}`)],
  ['a database URL', profile(`records: [{postgres: "postgres://u:${key}@127.0.0.1/db"}]`)],
  ['a key for an origin', profile(`browserOrigins: ["https://u:${key}@h.example", "${key}"]`)],
  ['a list that does not end', `version: 1\nprofiles: {shop: [${key}`],
  ['an alias', `version: 1\nprofiles: *${key}`],
  ['a tag', `version: 1\nprofiles: !${key} x`],
  ['a key twice', `version: 1\n${key}: 1\n${key}: 2`],
  ['no YAML at all', key],
]

test.each(files)('%s in x402ops.yaml is never repeated', async (_name, text) => {
  for (const argv of [
    ['config', 'show', '--origin'],
    ['config', 'show', '-o', 'json'],
    ['reconcile', 'shop', '--records', '-', '--pay-to', payTo, '--deadline', '2s', '-vvv'],
    ['probe', 'shop', '--deadline', '2s', '-vvv'],
  ]) {
    const desk = newDesk()
    desk.give('x402ops.yaml', text)
    const { everything } = await desk.x402ops(argv)
    desk.remove()
    expect(everything).not.toContain('CANARY')
    expect(everything.length).toBeGreaterThan(20)
  }
})

test('the name of a variable and a readable key of the file stay', async () => {
  const desk = newDesk()
  desk.give('x402ops.yaml', rpc('{secret: {env: RPC_URL_OF_THE_SHOP_2}}'))
  const shown = await desk.x402ops(['config', 'show', '--origin'])
  expect(shown.out).toContain('env:RPC_URL_OF_THE_SHOP_2')
  desk.give('x402ops.yaml', profile('baseUlr: x'))
  const wrong = await desk.x402ops(['probe', 'shop'])
  expect(wrong.err).toContain('profiles.shop.baseUlr')
  desk.remove()
})
