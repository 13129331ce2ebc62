import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rig, startRig } from '../rig/rig.ts'
import { newDesk } from './run-cli.ts'

type Row = {
  readonly type: string
  readonly payment?: { readonly id: string; readonly state: string; readonly firmness: string }
  readonly moves?: readonly { readonly from: string; readonly to: string }[]
  readonly advice?: { readonly action: string; readonly retry: string; readonly until: number | null } | null
  readonly exitCode?: number
}

const bin = resolve(import.meta.dirname, '../../bin/x402ops.js')
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true })
// The package is CommonJS; its callable stands under `default`.
addFormatsModule.default(ajv)
const valid = ajv.compile(JSON.parse(readFileSync('schemas/settlement-watch.schema.json', 'utf8')))

/** What was printed as data; throws when it is not what the schema says. */
function dataOf(line: string) {
  if (valid(JSON.parse(line))) return JSON.parse(line)
  throw new Error(`${line}\n${ajv.errorsText(valid.errors)}`)
}

const desk = newDesk()
let rig: Rig

beforeAll(async () => {
  rig = await startRig()
  // An endpoint that shows no log at all could be one that keeps none: it would prove nothing.
  await rig.pay({ requestId: 'req_before' })
  await rig.chain.mine(5, 1)
})
afterAll(async () => {
  await rig?.stop()
  desk.remove()
})

const books = () => ['--records', rig.recordsFile, '--rpc', rig.rpcUrl, '--pay-to', rig.payTo]
const held = (requestId: string) => rig.pay({ requestId, fault: 'timeout-then-confirm', hold: true })

/** Starts watching, in the format for machines, and reads along. The caller owes that it ends. */
function startWatch(args: readonly string[]) {
  const argv = [bin, 'settlement', 'watch', ...args, '-o', 'ndjson', '--every', '300ms', ...books()]
  const env = { PATH: process.env.PATH ?? '', HOME: desk.folder, XDG_STATE_HOME: desk.folder, NO_COLOR: '1' }
  const child = spawn(process.execPath, argv, { cwd: desk.folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const rows: Row[] = []
  let rest = ''
  let stderr = ''
  let wake = () => {}
  child.stdout.on('data', (part) => {
    const lines = (rest + String(part)).split('\n')
    rest = lines.pop() ?? ''
    rows.push(...lines.map((line) => dataOf(line) as Row))
    wake()
  })
  child.stderr.on('data', (part) => {
    stderr += String(part)
  })
  let isOver = false
  const ended = new Promise<number | null>((done) =>
    child.on('close', (code) => {
      isOver = true
      done(code)
      wake()
    }),
  )
  /** Resolves when a row of this kind was told; rejects with what was told when it ended or a while has passed. */
  const told = async (fits: (row: Row) => boolean): Promise<Row> => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      wake()
    }, 30_000)
    try {
      return await search(fits, () => isLate)
    } finally {
      clearTimeout(timer)
    }
  }
  const search = async (fits: (row: Row) => boolean, isLate: () => boolean): Promise<Row> => {
    for (;;) {
      const row = rows.find(fits)
      if (row !== undefined) return row
      if (isOver || isLate()) throw new Error(`not told: ${JSON.stringify(rows)} ${stderr}`)
      await new Promise<void>((done) => {
        wake = done
      })
    }
  }
  return { child, rows, told, ended, stderr: () => stderr }
}

const isChange = (row: Row) => row.type === 'change'
const steps = (row: Row) => (row.moves ?? []).map(({ to }) => to)
const inState = (state: string) => (row: Row) => row.type === 'change' && row.payment?.state === state

async function mined(nonce: string): Promise<void> {
  rig.faults.release(nonce)
  await rig.idle()
  await rig.chain.mine(5, 1)
}

function keptState(requestId: string): string | undefined {
  const file = join(desk.folder, 'x402ops/mainnet/tracks.json')
  const { tracks } = JSON.parse(readFileSync(file, 'utf8')) as {
    tracks: { ref: { requestId: string }; state: string }[]
  }
  return tracks.find(({ ref }) => ref.requestId === requestId)?.state
}

describe('a settlement that timed out', () => {
  test('is watched until it is confirmed late: deliver, and nobody pays again', async () => {
    const paid = await held('req_race')
    const watch = startWatch(['req_race'])
    const open = await watch.told(isChange)
    expect(steps(open)).toEqual(['pending', 'unresolved', 'polling', 'not_found'])
    expect(open.advice).toMatchObject({ action: 'wait', retry: 'WAIT' })
    expect(open.advice?.until).toBeGreaterThan(paid.validBefore)
    await mined(paid.nonce)
    const late = await watch.told((row) => row.type === 'change' && row.payment?.firmness !== 'provisional')
    expect(late.payment?.state).toBe('confirmed_late')
    expect(late.advice).toMatchObject({ action: 'deliver', retry: 'DO_NOT_RETRY' })
    expect(await watch.ended).toBe(0)
    expect(watch.rows.at(-1)).toMatchObject({ type: 'end', exitCode: 0 })
    expect(watch.stderr()).toBe('')
    expect(keptState('req_race')).toBe('confirmed_late')
  })

  test('survives kill -9: watching goes on where it was, also when nobody names the payment', async () => {
    const paid = await held('req_killed')
    const watch = startWatch(['req_killed'])
    await watch.told(isChange)
    // What was told may not be kept yet: the next round is the proof that it is.
    while (keptState('req_killed') !== 'not_found') await new Promise((done) => setTimeout(done, 20))
    watch.child.kill('SIGKILL')
    await watch.ended
    const list = await desk.run(['settlement', 'list', 'mainnet', '-o', 'json'])
    expect(dataOf(list.stdout).payments).toMatchObject([{ state: 'not_found', ended: false }])
    await mined(paid.nonce)
    const again = startWatch([])
    const late = await again.told(inState('confirmed_late'))
    expect(late.moves?.[0]?.from).toBe('not_found')
    expect(await again.ended).toBe(0)
    const after = await desk.run(['settlement', 'list', 'mainnet'])
    expect([after.exitCode, after.stdout]).toEqual([0, expect.stringContaining('0 payments not ended')])
  })

  test('that is interrupted says how to go on', async () => {
    await held('req_stopped')
    const watch = startWatch(['req_stopped'])
    await watch.told(isChange)
    watch.child.kill('SIGINT')
    expect(await watch.ended).toBe(130)
    expect(watch.rows.at(-1)).toMatchObject({ type: 'end', text: expect.stringContaining('interrupted') })
    expect(keptState('req_stopped')).toBe('not_found')
  })
})

describe('what is not known', () => {
  test('is not watched, and said: exit 3', async () => {
    const nobody = await desk.run(['settlement', 'watch', 'req_nobody_knows', ...books()])
    expect(nobody.exitCode).toBe(3)
    expect(nobody.stdout).toContain('req_nobody_knows: not watched, nothing is known of it')
    const mistaken = await desk.run(['settlement', 'watch', 'mainnet', ...books()])
    expect(mistaken.exitCode).toBe(3)
    expect(mistaken.stdout.replaceAll(/\s+/g, ' ')).toContain('a profile is named with --profile')
  })

  test('ends by the deadline with exit 3, and is kept; what a status page says decides nothing', async () => {
    const page = createServer((req, res) => res.end(JSON.stringify({ status: 'completed', path: req.url })))
    await new Promise<void>((done) => page.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/status/{id}`
    const argv = ['settlement', 'watch', 'req_stopped', '--deadline', '1500ms', '--status-url', url]
    const files = ['-o', 'table', '-o', 'json=watch.json', '-o', 'ndjson=watch.ndjson']
    const open = await desk.run([...argv, ...files, ...books()])
    expect(dataOf(readFileSync(join(desk.folder, 'watch.json'), 'utf8')).payments).toHaveLength(1)
    const lines = readFileSync(join(desk.folder, 'watch.ndjson'), 'utf8').trim().split('\n')
    expect(lines.map((line) => dataOf(line).type)).toEqual(['watch', 'status', 'end'])
    page.close()
    expect(open.exitCode).toBe(3)
    expect(open.stdout).toMatch(
      /req_stopped {2}status page: settled\n {2}"completed", a status page is evidence/,
    )
    expect(open.stdout).toContain('the deadline of the run was reached')
    expect(open.stdout).toMatch(/Next +x402ops settlement watch --profile mainnet/)
  })
})

describe('finding a payment without its hash', () => {
  test('one that fits is a candidate, not proof; of two none is picked', async () => {
    const payer = rig.payers[40] as Rig['payers'][number]
    const paid = await rig.pay({ payer, requestId: 'req_found' })
    const args = [
      'settlement',
      'find',
      'mainnet',
      '--payer',
      payer.address,
      '--within',
      '1h',
      '--around',
      '10m',
    ]
    const one = await desk.run([...args, '--amount', '0.01 usdc', ...books(), '-o', 'json'])
    expect(one.stderr).toBe('')
    const { candidates, complete, schema } = dataOf(one.stdout)
    expect([schema, complete, candidates.length]).toEqual(['x402ops.settlement-find/v1', true, 1])
    expect(candidates[0]).toMatchObject({
      ...{
        kind: 'signed',
        nonce: paid.nonce,
        requestIds: ['req_found'],
        books: 'settled',
        timeFrom: 'block',
      },
      ...{ fits: ['payer', 'amount', 'recipient'], differs: [] },
    })
    expect(one.exitCode).toBe(0)
    await rig.pay({ payer, requestId: 'req_found_too' })
    const two = await desk.run([...args, '--amount', '5 usdc', ...books()])
    expect(two.exitCode).toBe(3)
    expect(two.stdout).toContain('2 candidates, none picked')
    expect(two.stdout).toMatch(/differs +amount/)
  })

  test('a transaction that waits says what for', async () => {
    const from = rig.payers[41]?.address
    const tx = await rig.chain.rpc<string>('eth_sendTransaction', [
      { from, to: from, nonce: '0x1', value: '0x1' },
    ])
    const found = await desk.run(['settlement', 'find', '--payer', `${from}`, '--tx', tx, ...books()])
    expect(found.stdout).toMatch(/waits: 1 earlier transaction of\s+0x[0-9a-f]{40}\s+must be\s+mined first/)
  })
})

describe('a reorganisation', () => {
  test('leads back to polling; past the end and final, it may be paid again', async () => {
    const paid = await rig.pay({ requestId: 'req_reorg' })
    const watch = startWatch(['req_reorg'])
    const first = await watch.told(isChange)
    expect(first.payment).toMatchObject({
      state: expect.stringMatching(/^confirmed/),
      firmness: 'provisional',
    })
    expect(first.advice).toMatchObject({ action: 'wait', retry: 'DO_NOT_RETRY' })
    await rig.chain.reorg(2)
    const back = await watch.told((row) => steps(row).includes('reversed'))
    expect(steps(back).slice(0, 2)).toEqual(['reversed', 'polling'])
    expect(back.advice?.retry).toBe('WAIT')
    await rig.chain.warpTo(paid.validBefore + 30)
    await rig.chain.mine(5, 2)
    const end = await watch.told(inState('expired_unused'))
    expect(end.advice).toMatchObject({ action: 'reject', retry: 'SAFE_TO_RETRY' })
    expect(await watch.ended).toBe(0)
  })
})

test('what was being watched and is damaged is not "nothing left": exit 3', async () => {
  writeFileSync(join(desk.folder, 'x402ops/mainnet/tracks.json'), '{"schema":"x402ops.tra')
  const list = await desk.run(['settlement', 'list'])
  expect([list.exitCode, list.stdout]).toEqual([3, expect.stringContaining('cannot be understood')])
  const watch = await desk.run(['settlement', 'watch', ...books()])
  expect(watch.exitCode).toBe(3)
  expect(watch.stdout).toContain('what was being watched: not watched, tracks.json cannot be understood')
})
