// `npm run demo`: a paid service on loopback with planted faults, and the real command line against it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import type { PayOptions, Rig } from './rig.ts'
import { startRig } from './rig.ts'
import { rigRoutes } from './routes.ts'

const bin = resolve(import.meta.dirname, '../../bin/x402ops.js')

/** What was planted, and the codes that name it in the output. */
const planted = [
  { what: 'a paid route is served free', codes: ['SERVED_FREE', 'DISCOVER_DRIFT_PRICE'] },
  { what: 'one route advertises a wrong payTo', codes: ['WRONG_PAYTO', 'DISCOVER_DRIFT_PAYTO'] },
  { what: 'a buyer paid to that wrong address', codes: ['RECIPIENT_MISMATCH'] },
  { what: 'two settlements timed out and were mined later', codes: ['ORPHANED_PAYMENT'] },
  { what: 'the facilitator said success for nothing', codes: ['PHANTOM_SETTLEMENT'] },
  { what: 'a payment was settled that no server recorded', codes: ['UNRECORDED_RECEIPT'] },
  { what: 'one purchase was paid twice', codes: ['DUPLICATE_CHARGE'] },
  // Nobody wants to wait until the last signature has expired.
  { what: 'the clock of the chain was set minutes ahead', codes: ['RPC_CLOCK_SKEW'] },
] as const

async function buyAndSell(rig: Rig): Promise<number> {
  let payments = 0
  let end = 0
  const pay = async (options: PayOptions) => {
    const paid = await rig.pay(options)
    end = Math.max(end, paid.validBefore)
    payments += 1
    return paid
  }
  const good = rigRoutes.filter(({ id }) => id !== 'create-page-proof' && id !== 'check-product-fit')
  await rig.payUnrecorded()
  payments += 1
  for (const version of [2, 1] as const) for (const { id } of good) await pay({ version, route: id })
  for (const { id } of good.slice(0, 3)) await pay({ route: id })
  const [buyer] = rig.payers
  // The same buyer: a request id that two buyers share names two purchases.
  for (let time = 0; time < 2; time += 1)
    await pay({ requestId: 'req_paid_twice', ...(buyer === undefined ? {} : { payer: buyer }) })
  await pay({ fault: 'phantom' })
  await pay({ route: 'create-page-proof' })
  for (const version of [2, 1] as const) {
    const late = await pay({ version, fault: 'timeout-then-confirm', hold: true })
    await rig.chain.warpTo((await rig.chain.timestamp()) + 14)
    rig.faults.release(late.nonce)
    await rig.idle()
  }
  await rig.chain.warpTo(end + 30)
  await rig.chain.mine(5, 2)
  return payments
}

function config(rig: Rig): string {
  const routes = rigRoutes.map(
    ({ id, method, path, price }) =>
      `      - {id: ${id}, method: ${method}, path: ${path}, price: "${price.slice(1)} usdc", sample: {json: {}}}`,
  )
  return [
    'version: 1',
    'profiles:',
    '  shop:',
    '    extends: mainnet',
    `    baseUrl: ${rig.v2.url}`,
    `    pays: [{network: "${rig.network}", asset: usdc, payTo: [{address: "${rig.payTo}"}]}]`,
    '    probes: {status: {path: /status.json, expect: {network: "eip155:8453"}}}',
    `    rpc: {"${rig.network}": [{url: "${rig.rpcUrl}"}, {url: "${rig.rpcUrl.replace('127.0.0.1', 'localhost')}"}]}`,
    `    records: [{file: "${rig.recordsFile}"}]`,
    '    routes:',
    ...routes,
    '',
  ].join('\n')
}

async function show(folder: string, line: string): Promise<string> {
  process.stdout.write(`\n$ x402ops ${line}\n`)
  const { stdout } = await execa(process.execPath, [bin, ...line.split(' ')], {
    cwd: folder,
    reject: false,
    stderr: 'inherit',
    env: {
      XDG_STATE_HOME: folder,
      XDG_CACHE_HOME: folder,
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
    },
  })
  process.stdout.write(`${stdout}\n`)
  return stdout
}

/** The codes of everything the saved run found that asks for something. */
async function codesFound(folder: string, line: string): Promise<readonly string[]> {
  const args = [...line.split(' '), '-o', 'json', '--no-save', '-q']
  const { stdout } = await execa(process.execPath, [bin, ...args], {
    cwd: folder,
    reject: false,
    env: { XDG_STATE_HOME: folder, XDG_CACHE_HOME: folder },
  })
  const { findings } = JSON.parse(stdout) as { findings: { code: string; verdict: string }[] }
  return findings
    .filter(({ verdict }) => ['FAIL', 'WARN', 'UNKNOWN'].includes(verdict))
    .map(({ code }) => code)
}

const folder = mkdtempSync(join(tmpdir(), 'x402ops-demo-'))
const rig = await startRig({
  v2: { servedFree: 'check-product-fit', wrongPayTo: 'create-page-proof', documents: 'all' },
})
try {
  process.stdout.write(
    'Starting a paid API with a facilitator and a chain on loopback, and buying from it.\n',
  )
  const payments = await buyAndSell(rig)
  writeFileSync(join(folder, 'x402ops.yaml'), config(rig))
  process.stdout.write(`${payments} payments were made. Planted:\n`)
  for (const { what } of planted) process.stdout.write(`  - ${what}\n`)
  const lines = ['monitor shop', 'matrix shop', 'reconcile shop --since 24h']
  for (const line of lines) await show(folder, line)
  const found = new Set(await codesFound(folder, 'monitor shop'))
  const expected = new Set<string>(planted.flatMap(({ codes }) => codes))
  const missed = [...expected].filter((code) => !found.has(code))
  const extra = [...found].filter((code) => !expected.has(code))
  for (const code of missed) process.stdout.write(`not named: ${code}\n`)
  for (const code of extra) process.stdout.write(`named, but not planted: ${code}\n`)
  const named = expected.size - missed.length
  process.stdout.write(
    `\n${planted.length} faults were planted; ${named} of their ${expected.size} codes were named; ` +
      `${extra.length} other codes.\n`,
  )
  process.exitCode = missed.length + extra.length === 0 ? 0 : 1
} finally {
  await rig.stop()
  rmSync(folder, { recursive: true, force: true })
}
