import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundleOptions } from '../../scripts/bundle.mjs'

const src = resolve(import.meta.dirname, '../../src')
const signs =
  /\b(?:privateKeyToA|mnemonicToA|hdKeyToA|toAccount\b|createWalletClient|writeContract|sendTransaction|sendRawTransaction|sendCalls|signTransaction|signTypedData|signMessage|signAuthorization)/
const sends = /\b(?:eth_send\w+|eth_sign\w*|personal_\w+|wallet_\w+)\b/
// The path of a facilitator as a text of its own or at the end of one; prose that names it is no request.
const settles = /\/settle["'`]/

type Found = { readonly modules: readonly string[]; readonly code: string }
let found: Found

beforeAll(async () => {
  const { metafile, outputFiles } = await build({
    ...bundleOptions,
    ...{ write: false, metafile: true, logLevel: 'silent' },
  })
  const outputs = Object.values(metafile?.outputs ?? {})
  const modules = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([name, { bytesInOutput }]) => (bytesInOutput > 0 ? [name] : [])),
  )
  const code = (outputFiles ?? []).filter(({ path }) => path.endsWith('.js')).map(({ text }) => text)
  found = { modules, code: code.join('\n') }
}, 60_000)

describe('what is shipped', () => {
  test('was looked at whole', () => {
    expect(found.modules).toContain('src/refund/safe-batch.ts')
    expect(found.modules).toContain('src/commands/refund/plan.ts')
    expect(found.code).toContain('a9059cbb')
    expect(found.code.length).toBeGreaterThan(500_000)
  })

  test('holds no account, no wallet and no client that pays', () => {
    const wrong =
      /\/viem\/.*(?:\/accounts\/|\/wallet\/|[wW]alletClient|signTypedData|signMessage)|@x402\/(?:fetch|axios|evm|svm)|\/ethers\/|@solana\/kit/
    // Who signed is read from public keys and addresses.
    const reads = /\/accounts\/utils\/(?:publicKeyToAddress|parseAccount)\.js$/
    expect(found.modules.filter((name) => wrong.test(name) && !reads.test(name))).toEqual([])
  })

  test.each([
    ['signs a transaction, a message or typed data', signs],
    ['asks a node or a wallet to sign or to send', sends],
    ['asks a facilitator to settle', settles],
  ])('holds nothing that %s', (_name, pattern) => {
    expect(pattern.exec(found.code)?.[0] ?? null).toBeNull()
  })
})

test('only the facilitator room asks anybody to verify', () => {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const asking = names.filter((name) => /["']\/verify["']/.test(readFileSync(join(src, name), 'utf8')))
  expect(asking.filter((name) => !name.startsWith('facilitator/'))).toEqual([])
  // What it sends is made of nothing but zeros and dead addresses.
  expect(readFileSync(join(src, 'facilitator/ask.ts'), 'utf8')).toContain('body: syntheticVerify(question),')
})

test('of the curves, src uses points and public keys, and never what signs', () => {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const used = names.flatMap((name) =>
    [...readFileSync(join(src, name), 'utf8').matchAll(/\b(?:secp256k1|ed25519)\.(\w{1,40})/g)].map(
      (match) => match[1],
    ),
  )
  const may = ['CURVE', 'ExtendedPoint', 'ProjectivePoint', 'getPublicKey', 'utils']
  expect([...new Set(used)].sort()).toEqual(may)
})

test.each([
  'import { privateKeyToAccount } from "viem/accounts"',
  'await wallet.sendTransaction({})',
  'client.signTypedData(x)',
  'call("eth_sendRawTransaction")',
  'fetch(url + "/settle")',
])('the patterns of this test find %s', (line) => {
  expect([signs, sends, settles].some((pattern) => pattern.test(line))).toBe(true)
})
