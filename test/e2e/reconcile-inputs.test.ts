import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chain, startAnvil } from '../rig/anvil.ts'
import { type LyingRpc, startLyingRpc, startRefusingRpc } from './lying-rpc.ts'
import { inThisProcess, newDesk } from './run-cli.ts'
import {
  casesIn,
  classesOf,
  classesOfDay,
  documentOf,
  ownBooks,
  type SmallDay,
  startSmallDay,
} from './small-day.ts'

const dead = 'http://127.0.0.1:9'
let day: SmallDay
let other: Chain
let honest: LyingRpc
let liar: LyingRpc
let consistent: LyingRpc
let forgetful: LyingRpc

beforeAll(async () => {
  day = await startSmallDay()
  other = await startAnvil({ chainId: 84_532, accounts: 1 })
  const { tx } = await day.rig.records.of(day.good.nonce)
  honest = await startLyingRpc(day.rig.rpcUrl, () => false)
  liar = await startLyingRpc(day.rig.rpcUrl, (log) => log.transactionHash === tx)
  consistent = await startLyingRpc(day.rig.rpcUrl, (log) => log.transactionHash === tx, 'everywhere')
  const late = day.orphan.payer.slice(2)
  forgetful = await startLyingRpc(day.rig.rpcUrl, ({ topics }) =>
    topics.some((topic) => topic.endsWith(late)),
  )
})

afterAll(async () => {
  await liar?.close()
  await consistent?.close()
  await forgetful?.close()
  await honest?.close()
  await other?.stop()
  await day?.stop()
})

/** `reconcile mainnet` with these endpoints and nothing else than the day's books. */
function through(rpc: readonly string[], ...more: readonly string[]) {
  const endpoints = rpc.flatMap((url) => ['--rpc', url])
  return day.run(['reconcile', 'mainnet', ...ownBooks, '--pay-to', day.rig.payTo, ...endpoints, ...more])
}

const codesOf = (result: Awaited<ReturnType<typeof through>>) =>
  documentOf(result).findings.map(({ code, verdict }) => `${verdict} ${code}`)

describe('what is missing is named, and nothing is contacted', () => {
  test('no inputs at all', async () => {
    const { stdout, stderr, exitCode } = await day.run(['reconcile'])
    expect([stdout, exitCode]).toEqual(['', 2])
    expect(stderr).toContain('error RECONCILE_NOTHING_TO_READ: reconcile has nothing to compare')
    expect(stderr).toContain('Missing: records (--records FILE), your address (--pay-to 0x..).')
    expect(stderr).toMatch(/^ {2}x402ops reconcile --records payments.jsonl .*--pay-to 0x..$/m)
  })

  test('only the records are missing', async () => {
    const { stderr, exitCode } = await day.run(['reconcile', '--pay-to', day.rig.payTo])
    expect(stderr).toContain('Missing: records (--records FILE).')
    expect(exitCode).toBe(2)
  })

  test.each([
    [['--pay-to', '0x12'], 'ADDRESS_EXPECTED', '--pay-to "0x12" is not an EVM address'],
    [['--pay-to', '0x70997970C51812dc3A010C7d01b50e0d17dc79c8'], 'ADDRESS_EXPECTED', 'the checksum of this'],
    [['--payer', '0x12'], 'ADDRESS_EXPECTED', '--payer "0x12" is not an EVM address'],
    [['--class', 'orphan_payment'], 'USAGE', 'Did you mean orphaned_payment?'],
    [['--rpc', 'chain.example'], 'URL_UNUSABLE', 'It is not a whole http or https address.'],
    [['--rpc', 'env:RPC_CANARY'], 'SECRET_NOT_FOUND', 'RPC_CANARY'],
    [['--finality', 'soon'], 'USAGE', '--finality is latest, safe, finalized or a number of blocks'],
    [['--asset', 'dai'], 'USAGE', 'dai is not a token known on Base'],
    [['--records', 'nowhere.jsonl'], 'RECORDS_NOT_FOUND', 'no records file nowhere.jsonl'],
  ] as const)('%j', async (flags, code, words) => {
    const { stdout, stderr, exitCode } = await day.reconcile([...ownBooks, ...flags])
    expect(stderr).toContain(`error ${code}: `)
    expect(stderr.replace(/\n */g, ' ')).toContain(words)
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  test('an RPC URL with a key in it is refused and not repeated', async () => {
    const { stdout, stderr, exitCode } = await through(['http://127.0.0.1:9/v2/abcdefCANARYabcdefabcdef'])
    expect(stderr).toContain('error RPC_URL_WITH_KEY')
    expect(stdout + stderr).not.toContain('CANARY')
    expect(exitCode).toBe(2)
  })
})

describe('endpoints', () => {
  test('the wrong chain is refused before anything is judged: exit 5', async () => {
    const { stdout, stderr, exitCode } = await through([other.rpcUrl])
    expect(stdout).toBe('')
    expect(stderr).toContain('error CHAIN_ID_MISMATCH')
    expect(stderr).toContain('It answers with chain id 84532; 8453 was expected.')
    expect(exitCode).toBe(5)
  })

  test('a right chain beside a wrong one is refused as well', async () => {
    expect((await through([day.rig.rpcUrl, other.rpcUrl])).exitCode).toBe(5)
  })

  test('a dead endpoint: nothing is known, exit 3', async () => {
    const { stdout, stderr, exitCode } = await through([dead])
    expect(stderr).toBe('')
    expect(stdout).toContain('chain    Base: not read')
    expect(stdout).toMatch(/UNKNOWN +indeterminate +6/)
    expect(stdout).toContain('127.0.0.1:9 refused the connection')
    expect(stdout).not.toContain('matched')
    expect(exitCode).toBe(3)
    const json = await through([dead], '-o', 'json')
    expect(documentOf(json)).toMatchObject({ complete: false, verdict: 'UNKNOWN', exitCode: 3 })
    expect(documentOf(json).gaps).toMatchObject([{ what: 'eip155:8453' }])
  })

  test('one dead of two: judged all the same, and said', async () => {
    const result = await through([dead, day.rig.rpcUrl], '-o', 'json')
    expect(classesOf(result)).toEqual(classesOfDay)
    expect(codesOf(result)).toContain('WARN RECONCILE_ENDPOINT_SILENT')
    expect(codesOf(result)).toContain('INFO RECONCILE_ONE_SOURCE')
    expect([documentOf(result).complete, result.exitCode]).toEqual([true, 1])
  })

  test('two that agree: no case rests on one source', async () => {
    const result = await through([day.rig.rpcUrl, honest.url], '-o', 'json', '--cases', 'two.ndjson')
    expect(classesOf(result)).toEqual(classesOfDay)
    expect(codesOf(result).filter((code) => code.includes('RECONCILE_'))).toEqual([])
    expect(casesIn(`${day.folder}/two.ndjson`).filter(({ flags }) => flags.includes('one_source'))).toEqual(
      [],
    )
  })

  test.each([
    ['first', () => [consistent.url, day.rig.rpcUrl]],
    ['last', () => [day.rig.rpcUrl, consistent.url]],
  ] as const)('two of which one (the %s) hides a payment: INDETERMINATE, never a guess', async (_, rpc) => {
    const result = await through(rpc(), '-o', 'json', '--cases', 'hidden.ndjson')
    expect(codesOf(result)).toContain('UNKNOWN RECONCILE_ENDPOINTS_DISAGREE')
    expect(classesOf(result)).toEqual(['indeterminate 1', 'matched 3', 'no_charge 1', 'orphaned_payment 1'])
    const hidden = casesIn(`${day.folder}/hidden.ndjson`).find(({ nonce }) => nonce === day.good.nonce)
    expect(hidden).toMatchObject({ code: 'INDETERMINATE', moneyMoved: null })
    expect(documentOf(result)).toMatchObject({ complete: false, exitCode: 1 })
  })

  test('the disagreement is shown with what each endpoint said', async () => {
    const { stdout } = await through([day.rig.rpcUrl, consistent.url])
    const text = stdout.replace(/\s+/g, ' ')
    const host = (url: string) => url.replace(/\/$/, '').replaceAll('.', '\\.')
    const said = (url: string) =>
      new RegExp(`${host(url)}/\\*\\*\\* shows (\\d+) events, digest [0-9a-f]{16}`)
    const counts = [day.rig.rpcUrl, consistent.url].map((url) => Number(said(url).exec(text)?.[1]))
    expect(counts[0]).toBe((counts[1] ?? 0) + 2)
  })

  test('one of two is convicted by its own receipt: left out, named, and the other decides', async () => {
    const result = await through([liar.url, day.rig.rpcUrl], '-o', 'json')
    expect(classesOf(result)).toEqual(classesOfDay)
    expect(codesOf(result)).toContain('WARN RECONCILE_ENDPOINT_QUARANTINED')
    expect([documentOf(result).complete, result.exitCode]).toEqual([true, 1])
  })

  test('two of three agree: the third is left out, however consistent its lie', async () => {
    const result = await through([consistent.url, day.rig.rpcUrl, honest.url], '-o', 'json')
    expect(classesOf(result)).toEqual(classesOfDay)
    expect(codesOf(result).filter((code) => code.includes('RECONCILE_'))).toEqual([
      'WARN RECONCILE_ENDPOINT_QUARANTINED',
    ])
  })

  test('one alone hides a payment whose hash is in the books: its silence proves nothing any more', async () => {
    const result = await through([liar.url], '-o', 'json')
    expect(classesOf(result)).toEqual(['indeterminate 1', 'matched 4', 'orphaned_payment 1'])
    expect(codesOf(result)).toContain('UNKNOWN RECONCILE_ENDPOINT_DISTRUSTED')
    expect([documentOf(result).complete, result.exitCode]).toEqual([false, 1])
  })

  test('a hole is listed, and the command that reads it reads nothing else', async () => {
    await through([day.rig.rpcUrl], '--cases', 'whole.ndjson')
    const { block } =
      casesIn(`${day.folder}/whole.ndjson`).find(({ nonce }) => nonce === day.good.nonce) ?? {}
    const refusing = await startRefusingRpc(day.rig.rpcUrl, Number(block))
    try {
      const { stdout, exitCode } = await through([refusing.url], '--fail-on', 'never')
      expect(exitCode).toBe(3)
      expect(stdout).toContain(`(${block})`)
      // A long line is broken as a shell takes it.
      const joined = stdout.replace(/ \\\n */g, ' ')
      const line = /x402ops (reconcile mainnet --since block:\S+ --until block:.*)/.exec(joined)?.[1] ?? ''
      expect(line).toContain(`--since block:${block} --until block:${block} `)
      const again = line.replace(refusing.url, day.rig.rpcUrl).split(' ')
      const result = await day.run([...again, '-o', 'json'])
      expect(result.stderr).toBe('')
      // Blocks of one second share a time, so the window is that second and not only that block.
      const { complete, window } = documentOf(result)
      expect([complete, window?.from]).toEqual([true, window?.to])
      expect(classesOf(result).join()).toContain('matched')
    } finally {
      await refusing.close()
    }
  })

  test('one alone hides a payment without a hash: its used nonce gives it away', async () => {
    const result = await through([forgetful.url], '-o', 'json', '--cases', 'alone.ndjson')
    const hidden = casesIn(`${day.folder}/alone.ndjson`).find(({ nonce }) => nonce === day.orphan.nonce)
    expect(hidden).toMatchObject({ code: 'INDETERMINATE', moneyMoved: null })
    expect(codesOf(result)).toContain('FAIL RECONCILE_BALANCE_DIFFERS')
    expect([documentOf(result).complete, result.exitCode]).toEqual([false, 1])
  })

  test('with --fail-on never an unknown is still exit 3', async () => {
    expect((await through([day.rig.rpcUrl, consistent.url], '--fail-on', 'never')).exitCode).toBe(3)
  })
})

test('a folder without config, history or home still works', async () => {
  const bare = newDesk(inThisProcess)
  const where = ['--rpc', day.rig.rpcUrl, '--pay-to', day.rig.payTo]
  const result = await bare.run(
    ['reconcile', '--since', '24h', '--records', day.rig.recordsFile, '--no-save', ...where],
    { HOME: '/nonexistent', XDG_STATE_HOME: '' },
  )
  bare.remove()
  expect(result.stderr).toBe('')
  expect(result.exitCode).toBe(1)
})
