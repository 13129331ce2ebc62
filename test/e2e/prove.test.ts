import { join } from 'node:path'
import { fromRlp, type Hex, hexToBigInt, keccak256, toRlp } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseDocument } from '../../src/core/report.ts'
import type { CaseProof } from '../../src/payments/proof.ts'
import { type Alter, notOffered, startAlteringRpc } from './altering-rpc.ts'
import { casesIn, documentOf, ownBooks, type SmallDay, startSmallDay } from './small-day.ts'

let day: SmallDay

beforeAll(async () => {
  day = await startSmallDay()
})

afterAll(async () => {
  await day?.stop()
})

const flags = [...ownBooks, '--prove', '-o', 'json', '--no-save', '--cases', 'cases.ndjson']

const proofOf = (item: CaseDocument | undefined) => item?.proof as CaseProof | undefined
const statuses = () =>
  casesIn(join(day.folder, 'cases.ndjson')).map((item) => {
    const { log, state } = proofOf(item) ?? { log: null, state: null }
    return `${item.code} ${log?.status ?? '-'} ${state?.status ?? '-'}`
  })
const codes = (result: Parameters<typeof documentOf>[0]) =>
  [...new Set(documentOf(result).findings.map(({ code }) => code))]
    .filter((code) => code !== 'NO_CHARGE')
    .sort()

/** Runs through an endpoint that alters answers, as the only one (the true one comes second if `andTrue`). */
async function throughLiar(alter: Alter, more: readonly string[] = []) {
  const liar = await startAlteringRpc(day.rig.rpcUrl, alter)
  try {
    return await day.run([
      ...['reconcile', 'mainnet', ...flags, '--pay-to', day.rig.payTo, '--rpc', liar.url, ...more],
    ])
  } finally {
    await liar.close()
  }
}

/** A Merkle-Patricia walk by the yellow paper, so that a proof is checked by nothing of ours. */
function walk(root: string, key: string, nodes: readonly string[]): Hex | null {
  let wanted: unknown = root
  let left = key.slice(2)
  let value: Hex | null = null
  for (const node of nodes) {
    expect(keccak256(node as Hex)).toBe(wanted)
    const items = fromRlp(node as Hex) as Hex[]
    if (items.length === 17) {
      wanted = left === '' ? items[16] : items[Number.parseInt(left[0] ?? '0', 16)]
      left = left.slice(1)
      continue
    }
    const [path = '0x', next = '0x'] = items
    const odd = ['1', '3'].includes(path[2] ?? '')
    const nibbles = path.slice(odd ? 3 : 4)
    if (!left.startsWith(nibbles)) return null
    left = left.slice(nibbles.length)
    wanted = next
    if (['2', '3'].includes(path[2] ?? '')) value = next
  }
  return value
}

const field = (header: string, at: number) => (fromRlp(header as Hex) as Hex[])[at] ?? '0x'

describe('an honest endpoint', () => {
  test('every verdict is proven, and the screen says so', async () => {
    const where = ['--rpc', day.rig.rpcUrl, '--pay-to', day.rig.payTo]
    const screen = await day.run(['reconcile', 'mainnet', ...ownBooks, '--prove', '--no-save', ...where], {
      // The trie library would print to standard error by itself.
      DEBUG: '*,ethjs',
    })
    expect(screen.stderr).toBe('')
    expect(screen.stdout).toContain('proofs   6 of 6 verdicts proven against block headers')
    const result = await day.reconcile(flags)
    expect(result.exitCode).toBe(1)
    expect(codes(result)).toEqual(['ORPHANED_PAYMENT', 'RECONCILE_ONE_SOURCE'])
    expect(statuses().sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'MATCHED proven proven'),
      'NO_CHARGE - proven',
      'ORPHANED_PAYMENT proven proven',
    ])
  })

  test('anybody can check the transfer of the orphan with the hash of the block and a trie of his own', async () => {
    await day.reconcile(flags)
    const orphan = casesIn(join(day.folder, 'cases.ndjson')).find(({ nonce }) => nonce === day.orphan.nonce)
    const part = proofOf(orphan)?.log
    if (part?.status !== 'proven') throw new Error('not proven')
    const { header, blockHash, transaction, log, receiptProof } = part.evidence
    const block = await day.rig.chain.rpc<{ hash: string }>('eth_getBlockByNumber', [
      `0x${(orphan?.block ?? 0).toString(16)}`,
      false,
    ])
    expect([keccak256(header as Hex), blockHash]).toEqual([block.hash, block.hash])
    const key = toRlp(transaction === 0 ? '0x' : `0x${transaction.toString(16).padStart(2, '0')}`)
    const receipt = walk(field(header, 5), key, receiptProof) ?? '0x'
    const [status, , , logs] = fromRlp(`0x${receipt.slice(4)}`) as [Hex, Hex, Hex, [Hex, Hex[], Hex][]]
    expect(hexToBigInt(status)).toBe(1n)
    const [address, , data] = logs[log] ?? ['0x', [], '0x']
    expect(address).toBe(orphan?.asset)
    expect(hexToBigInt(data).toString()).toBe(orphan?.amountAtomic)
  })

  test('and that an authorization was never used, with the storage of the token', async () => {
    await day.reconcile(flags)
    const found = casesIn(join(day.folder, 'cases.ndjson'))
    for (const [code, value] of [
      ['NO_CHARGE', 0n],
      ['MATCHED', 1n],
    ] as const) {
      const part = proofOf(found.find((item) => item.code === code))?.state
      if (part?.status !== 'proven') throw new Error('not proven')
      const { header, blockHash, token, slot, accountProof, storageProof } = part.evidence
      expect(keccak256(header as Hex)).toBe(blockHash)
      const account = walk(field(header, 3), keccak256(token as Hex), accountProof) ?? '0x'
      const storageRoot = (fromRlp(account) as Hex[])[2] ?? '0x'
      const stored = walk(storageRoot, keccak256(slot as Hex), storageProof)
      expect(stored === null ? 0n : hexToBigInt(fromRlp(stored) as Hex)).toBe(value)
    }
  })
})

describe('endpoints that lie or refuse', () => {
  const isOrphan = (log: unknown) => JSON.stringify(log).includes(day.orphan.nonce.slice(2))
  const selector = '0xe94a0102'

  /** Nothing of the orphan was ever seen: neither its logs nor its receipt nor its nonce. */
  const hideOrphan =
    (orphanTx: string): Alter =>
    (call, answer) => {
      const { method, params } = call
      if (method === 'eth_getLogs') {
        const logs = (answer.result as { transactionHash: string }[]) ?? []
        return { result: logs.filter(({ transactionHash }) => transactionHash !== orphanTx) }
      }
      if (method === 'eth_getTransactionReceipt' && params[0] === orphanTx) return { result: null }
      const data = (params[0] as { data?: string } | undefined)?.data ?? ''
      const isItsState = data.startsWith(selector) && data.includes(day.orphan.nonce.slice(2))
      if (method === 'eth_call' && isItsState) return { result: `0x${'0'.repeat(64)}` }
      return answer
    }

  test('a hidden payment: the storage of the token convicts the endpoint, and the case is not cleared', async () => {
    const logs = await day.rig.chain.rpc<{ transactionHash: string }[]>('eth_getLogs', [
      { fromBlock: '0x0', toBlock: 'latest', address: day.rig.asset },
    ])
    const tx = logs.find(isOrphan)?.transactionHash ?? ''
    expect(tx).not.toBe('')
    const result = await throughLiar(hideOrphan(tx))
    expect(result.exitCode).toBe(1)
    expect(codes(result)).toContain('RECONCILE_PROOF_FAILED')
    const orphan = casesIn(join(day.folder, 'cases.ndjson')).find(({ nonce }) => nonce === day.orphan.nonce)
    expect(orphan).toMatchObject({ code: 'INDETERMINATE', moneyMoved: null })
    expect(proofOf(orphan)?.state?.status).toBe('refuted')
    expect(statuses()).not.toContain('NO_CHARGE - proven')
  })

  test('forged receipts and forged storage do not fit the header', async () => {
    const forge: Alter = ({ method }, answer) => {
      if (method !== 'eth_getBlockReceipts' && method !== 'eth_getProof') return answer
      const text = JSON.stringify(answer.result)
      return method === 'eth_getProof'
        ? { result: JSON.parse(text.replace(/"0xf8/, '"0xf9')) as unknown }
        : { result: JSON.parse(text.replace('"status":"0x1"', '"status":"0x0"')) as unknown }
    }
    const alone = await throughLiar(forge)
    expect(codes(alone)).toEqual(['INDETERMINATE', 'RECONCILE_ONE_SOURCE', 'RECONCILE_PROOF_FAILED'])
    expect(statuses().every((line) => line.startsWith('INDETERMINATE'))).toBe(true)
    const beside = await throughLiar(forge, ['--rpc', day.rig.rpcUrl])
    expect(codes(beside)).toEqual(['ORPHANED_PAYMENT', 'RECONCILE_PROOF_FAILED'])
    expect(statuses()).toContain('ORPHANED_PAYMENT proven proven')
  })

  test('an endpoint without proofs: the verdicts stand, and the screen says that they rest on its word', async () => {
    const silent: Alter = ({ method }, answer) =>
      method === 'eth_getProof' || method === 'eth_getBlockReceipts' ? notOffered : answer
    const result = await throughLiar(silent)
    expect(codes(result)).toEqual(['ORPHANED_PAYMENT', 'RECONCILE_NOT_PROVEN', 'RECONCILE_ONE_SOURCE'])
    // Receipts can still be read one by one.
    expect(statuses()).toContain('ORPHANED_PAYMENT proven unproven')
    expect(statuses()).toContain('NO_CHARGE - unproven')
  })

  test('blocks of the OP stack hold receipts that cannot be verified here; the use of a nonce still can', async () => {
    const deposit: Alter = ({ method }, answer) => {
      if (method !== 'eth_getBlockReceipts') return answer
      const [first, ...rest] = answer.result as object[]
      return { result: [{ ...first, type: '0x7e' }, ...rest] }
    }
    const result = await throughLiar(deposit)
    const words = documentOf(result).findings.find(({ code }) => code === 'RECONCILE_NOT_PROVEN')?.text
    expect(words).toContain('deposit receipts (type 0x7e, OP stack)')
    expect(statuses()).toContain('ORPHANED_PAYMENT unproven proven')
  })

  test('a header that does not hash to its block proves nothing', async () => {
    const result = await throughLiar(({ method }, answer) =>
      method === 'eth_getBlockByNumber' && answer.result !== null
        ? { result: { ...(answer.result as object), gasUsed: '0x1' } }
        : answer,
    )
    expect(codes(result)).toEqual(['ORPHANED_PAYMENT', 'RECONCILE_NOT_PROVEN', 'RECONCILE_ONE_SOURCE'])
    expect(statuses()).toContain('NO_CHARGE - unproven')
  })
})

test('without --prove nothing is asked and nothing is said', async () => {
  const asked: string[] = []
  const liar = await startAlteringRpc(day.rig.rpcUrl, ({ method }, answer) => {
    asked.push(method)
    return answer
  })
  const plain = flags.filter((flag) => flag !== '--prove')
  const result = await day.run([
    'reconcile',
    'mainnet',
    ...plain,
    '--pay-to',
    day.rig.payTo,
    '--rpc',
    liar.url,
  ])
  await liar.close()
  expect(result.exitCode).toBe(1)
  expect(asked.filter((method) => method === 'eth_getProof' || method === 'eth_getBlockReceipts')).toEqual([])
  expect(casesIn(join(day.folder, 'cases.ndjson')).every(({ proof }) => proof === undefined)).toBe(true)
})
