import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Manifest } from '../../src/core/bundle.ts'
import type { RunDocument } from '../../src/core/report.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { playIncident, type Truth } from '../rig/scenario.ts'
import { type CliResult, inThisProcess, newDesk } from './run-cli.ts'
import { writeShopConfig } from './shop-config.ts'
import { altered, unpacked } from './unpacked.ts'

const desk = newDesk(inThisProcess)
const env = {
  ADMIN_METRICS_TOKEN: 'CANARY-admin-metrics-token',
  SHOP_API_KEY: 'CANARY-shop-api-key-0123456789',
}
let rig: Rig
let truths: readonly Truth[]

const at = (...parts: readonly string[]) => join(desk.folder, ...parts)
const run = (...args: readonly string[]): Promise<CliResult> => desk.run(args, env)

/** Exports into a new folder of this name; the one bundle in it. */
async function exported(folder: string, ...more: readonly string[]) {
  mkdirSync(at(folder), { recursive: true })
  const result = await run('evidence', 'export', 'shop', '--out', `${folder}/`, ...more)
  const names = readdirSync(at(folder))
  return { result, names, path: join(folder, names[0] ?? 'none') }
}

async function filesOf(path: string): Promise<Readonly<Record<string, string>>> {
  const { entries } = await unpacked(at(path))
  return Object.fromEntries(entries.map((entry) => [entry.path, entry.text]))
}

beforeAll(async () => {
  rig = await startRig()
  truths = await playIncident(rig)
  const broken = await rig.startServer(2, { wrongPayTo: 'create-page-proof' })
  const metrics = '    metrics: {path: /admin/metrics, token: {secret: {env: ADMIN_METRICS_TOKEN}}}'
  writeShopConfig(desk.folder, rig, broken.url, metrics)
  expect((await run('reconcile', 'shop', '--prove', '-q')).exitCode).toBe(1)
  expect((await run('monitor', 'shop', '-q')).exitCode).toBe(1)
}, 180_000)

afterAll(async () => {
  await rig?.stop()
  desk.remove()
})

describe('one finding, handed over', () => {
  test('is one private file that says what is in it, and no other payer', async () => {
    const { result, names, path } = await exported('one', '--finding', 'orphaned-payment')
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(names).toHaveLength(1)
    expect(names[0]).toMatch(/^x402ops-shop-\d{8}T\d{6}Z-[0-9a-f]{8}\.tar\.gz$/)
    expect(statSync(at(path)).mode & 0o777).toBe(0o600)
    const files = await filesOf(path)
    expect(Object.keys(files).slice(0, 3)).toEqual(['README.md', 'manifest.json', 'SHA256SUMS'])
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'chain/heads.json',
        'service/metrics.json',
        'service/clock.json',
        'service/probe.json',
      ]),
    )
    const orphans = truths.filter(({ expectedCode }) => expectedCode === 'ORPHANED_PAYMENT')
    const own = new Set(orphans.map(({ payer }) => payer?.toLowerCase()))
    const about = `FAIL ORPHANED_PAYMENT (1 of ${orphans.length}), money moved, the books say failed. \` `
    expect(files['README.md']).toContain(about)
    expect(files['README.md']).toMatch(/The facilitator's words were: [^.]{10,200}\. `\n/)
    const others = truths.flatMap(({ payer }) =>
      payer === null || own.has(payer.toLowerCase()) ? [] : payer,
    )
    const all = Object.values(files).join('\n').toLowerCase()
    for (const { payer, tx } of orphans) {
      expect(all).toContain(payer?.toLowerCase())
      expect(files['chain/receipts.json']).toContain(tx ?? '0x')
    }
    expect(others.length).toBeGreaterThan(5)
    expect(others.filter((payer) => all.includes(payer.toLowerCase()))).toEqual([])
    expect(JSON.parse(files['service/metrics.json'] ?? '').value.body.paidX402Calls).toBeTypeOf('number')
    for (const secret of Object.values(env)) expect(all).not.toContain(secret.toLowerCase())
  })

  test('of one request, of one transaction and of one payer', async () => {
    const truth = truths.find(({ expectedCode, tx }) => expectedCode === 'ORPHANED_PAYMENT' && tx !== null)
    const asked = [
      ['--request', truth?.requestId ?? ''],
      ['--tx', truth?.tx ?? ''],
      ['--payer', truth?.payer ?? ''],
    ]
    for (const [index, flags] of asked.entries()) {
      const { path, result } = await exported(`by-${index}`, ...flags, '--offline')
      expect(result, String(flags)).toMatchObject({ exitCode: 0 })
      const cases = (await filesOf(path))['cases/cases.ndjson'] ?? ''
      expect(
        cases
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).payer),
      ).toContain(truth?.payer?.toLowerCase())
    }
  })

  test('nothing that fits is exit 2, says so and writes nothing', async () => {
    const { result, names } = await exported('none', '--request', 'req_nobody', '--offline')
    expect(result.exitCode).toBe(2)
    expect(result.stderr).toContain('No payment with request id req_nobody')
    expect(names).toEqual([])
  })
})

describe('a whole day, handed over', () => {
  let path: string
  beforeAll(async () => {
    const made = await exported('whole', '--offline')
    expect(made.result).toMatchObject({ exitCode: 0, stderr: '' })
    path = made.path
  })

  test('verifies: digests, order and every proof', async () => {
    const { stdout, exitCode } = await run('evidence', 'verify', path)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/PASS +proofs +\d+ proofs lead/)
    expect(stdout).toContain('it fits its digests; unsigned: nothing shows who made it')
  })

  test('is judged again with the same findings, and exits as the run did', async () => {
    const { stdout, exitCode } = await run('judge', path)
    expect(stdout).toContain('identical: the findings follow from what was seen')
    expect(exitCode).toBe(1)
    const again = JSON.parse((await run('judge', path, '-o', 'json')).stdout) as RunDocument
    const files = await filesOf(path)
    const saved = Object.entries(files).filter(([name]) => name.endsWith('/run.json'))
    expect(saved.map(([, text]) => JSON.parse(text).command).sort()).toEqual(['monitor', 'reconcile'])
    const ids = new Set(
      saved.flatMap(([, text]) => (JSON.parse(text) as RunDocument).findings.map(({ id }) => id)),
    )
    expect(new Set(again.findings.map(({ id }) => id))).toEqual(ids)
  })

  test('says of the payments what the run said', async () => {
    const files = await filesOf(path)
    const cases = (files['cases/cases.ndjson'] ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const found = new Map(cases.map((item) => [item.nonce, item.code]))
    const wrong = truths.filter(
      ({ nonce, expectedCode }) => nonce !== null && found.get(nonce) !== expectedCode,
    )
    expect(wrong.filter(({ nonce }) => found.has(nonce))).toEqual([])
    expect(cases.length).toBeGreaterThan(20)
  })

  test('tells the stations of each payment in the order in which they were, a refund with its time', async () => {
    const files = await filesOf(path)
    const timelines = JSON.parse(files['cases/timeline.json'] ?? '[]')
    const of = (code: string) => timelines.filter((one: { code: string }) => one.code === code)
    for (const { order } of of('MATCHED')) expect(order[0]).toBe('intent')
    for (const { order } of of('ORPHANED_PAYMENT')) expect(order).toEqual(['intent', 'delivery', 'settle'])
    const [refunded] = of('REFUNDED')
    expect(refunded.order.at(-1)).toBe('refund')
    expect(refunded.refund.at >= refunded.settle.at).toBe(true)
    expect(of('REVERTED_SETTLEMENT')[0].why.settle).toMatch(/^the transaction 0x[0-9a-f]{64} reverted/)
    expect(of('CANCELLED_AFTER_SERVICE')[0].why.settle).toContain('the payer cancelled')
  })

  test('any byte that is altered is named, and nothing of it is judged', async () => {
    const files = await filesOf(path)
    for (const name of Object.keys(files)) {
      const turn = (text: string) => {
        const middle = Math.floor(text.length / 2)
        const byte = String.fromCharCode(text.charCodeAt(middle) ^ 1)
        return `${text.slice(0, middle)}${byte}${text.slice(middle + 1)}`
      }
      await altered(at(path), at('altered.tar.gz'), (entries) =>
        entries.map((entry) => (entry.path === name ? { ...entry, text: turn(entry.text) } : entry)),
      )
      const { stdout, exitCode } = await run('evidence', 'verify', 'altered.tar.gz', '-v')
      expect(exitCode, name).toBe(1)
      expect(stdout.replace(/\s+/g, '')).toContain(name)
    }
    const judged = await run('judge', 'altered.tar.gz')
    expect(judged.exitCode).toBe(1)
    expect(judged.stdout).toContain('nothing in it was judged')
  })

  test('the same runs give the same bytes, elsewhere, and later', async () => {
    const again = await exported('again', '--offline')
    expect(readFileSync(at(again.path)).equals(readFileSync(at(path)))).toBe(true)
    const other = await exported('other', '--offline', '--note', 'one more word')
    expect(other.names).not.toEqual(again.names)
  })

  test('never goes over a file that is there', async () => {
    const before = readFileSync(at(path))
    const { result, names } = await exported('whole', '--offline')
    expect(result.exitCode).toBe(2)
    expect(result.stderr.replace(/\s+/g, ' ')).toContain('is there already')
    expect(names).toHaveLength(1)
    expect(readFileSync(at(path)).equals(before)).toBe(true)
  })

  test('show, case and diff read it', async () => {
    const shown = await run('evidence', 'show', path)
    expect(shown).toMatchObject({ exitCode: 0, stderr: '' })
    expect(shown.stdout).toContain('cases/cases.ndjson')
    const manifest = JSON.parse((await run('evidence', 'show', path, '--json')).stdout) as Manifest
    expect(manifest.schema).toBe('x402ops.bundle/v1')
    expect((await run('evidence', 'case', path)).stdout).toContain('## Support case')
    expect((await run('evidence', 'case', path, '--for', 'upstream')).stdout).toContain('## What happens')
    expect((await run('evidence', 'case', path, '--for', 'duplicate')).stdout).toContain('transaction hash')
    expect((await run('evidence', 'diff', path, path)).exitCode).toBe(0)
  })

  test('and a second scanner finds nothing in it', async () => {
    const { stdout, exitCode } = await run('evidence', 'scan', path)
    expect(stdout).toContain('looked through, no secret')
    expect(exitCode).toBe(0)
  })
})

describe('what is given beside the runs', () => {
  test('is redacted, and what cannot be is listed and not copied', async () => {
    mkdirSync(at('given'))
    const key = env.SHOP_API_KEY
    const inFile = 'CANARY-password-of-the-database'
    const log = [
      { level: 30, msg: `calling upstream with ${key}`, requestId: 'req_good' },
      { level: 50, msg: `base64 ${Buffer.from(`key=${key}`).toString('base64')}` },
      { level: 30, code: 'SSRF_BLOCKED', url: 'https://internal.example/admin?token=CANARY', route: '/x' },
    ]
    writeFileSync(at('given/app.log'), log.map((line) => `${JSON.stringify(line)}\n`).join(''))
    writeFileSync(at('given/.env'), `DB_PASSWORD=${inFile}\nX402_ENABLED=true\n`)
    writeFileSync(at('given/notes.txt'), `we saw ${inFile} in the log`)
    writeFileSync(at('given/screen.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
    const note = 'The facilitator timed out.'
    const asked = ['--from-run', 'last', '--offline', '--include', 'given', '--note', note]
    const { path, result } = await exported('logs', ...asked)
    expect(result.exitCode, result.stderr).toBe(0)
    const files = await filesOf(path)
    const all = Object.values(files).join('\n')
    for (const secret of [key, inFile, 'token=CANARY']) expect(all).not.toContain(secret)
    expect(all).not.toContain(Buffer.from(`key=${key}`).toString('base64').slice(8, 30))
    expect(all).toContain('[redacted:')
    expect(files['notes/operator.md']).toContain(note)
    expect(Object.keys(files).filter((name) => name.startsWith('included/'))).toHaveLength(3)
    expect(JSON.parse(files['ssrf/blocks.json'] ?? '[]')).toMatchObject([
      { code: 'SSRF_BLOCKED', route: '/x' },
    ])
    const { leftOut } = JSON.parse(files['manifest.json'] ?? '') as Manifest
    expect(leftOut.map(({ what }) => what).join()).toContain('screen.png')
  })

  test('a dry run shows what would be in it and writes nothing', async () => {
    const { result, names } = await exported(
      'dry',
      '--from-run',
      'last',
      '--offline',
      '--include',
      'given',
      '--dry-run',
    )
    expect(result.exitCode, result.stderr).toBe(0)
    expect(result.stdout).toContain('dry run: nothing was written')
    expect(result.stdout).not.toContain('CANARY')
    expect(names).toEqual([])
  })
})

describe('for one reader only', () => {
  test('encrypted, nothing is left that is not, and its owner verifies it', async () => {
    const { generateX25519Identity, identityToRecipient } = await import('age-encryption')
    const identity = await generateX25519Identity()
    writeFileSync(at('age.key'), `${identity}\n`, { mode: 0o600 })
    const recipient = await identityToRecipient(identity)
    const { names, path, result } = await exported('sealed', '--offline', '--encrypt-to', recipient)
    expect(result.exitCode, result.stderr).toBe(0)
    expect(names).toEqual([expect.stringMatching(/\.tar\.gz\.age$/)])
    expect(readFileSync(at(path)).subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    expect((await run('evidence', 'verify', path, '--age-identity', 'age.key')).exitCode).toBe(0)
    expect((await run('judge', path, '--age-identity', 'age.key')).stdout).toContain('identical')
    expect((await run('evidence', 'verify', path)).exitCode).toBe(2)
  })

  test('signed, and checked by who is known', async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'CANARY', '-f', at('signer')])
    const [type = '', key = ''] = readFileSync(at('signer.pub'), 'utf8').split(' ')
    writeFileSync(at('allowed_signers'), `ops@shop.example ${type} ${key}\n`)
    const { path, result } = await exported('signed', '--offline', '--sign', 'signer')
    expect(result.exitCode, result.stderr).toBe(0)
    const signers = ['--signers', 'allowed_signers', '--identity', 'ops@shop.example']
    const good = await run('evidence', 'verify', path, ...signers)
    expect(good.stdout).toContain('Signed by ops@shop.example')
    expect(good.exitCode).toBe(0)
    writeFileSync(at('others'), `somebody@else.example ${type} ${key}\n`)
    expect(
      (await run('evidence', 'verify', path, '--signers', 'others', '--identity', 'ops@shop.example'))
        .exitCode,
    ).toBe(1)
  })
})

describe('killed in the middle', () => {
  const step = process.env.X402OPS_RUNS === undefined ? 250 : 50
  const moments = Array.from({ length: Math.ceil(1600 / step) }, (_item, at) => 50 + at * step)
  test.concurrent.each(['SIGKILL', 'SIGINT'] as const)(
    'by %s, at no moment is there a bundle that is not whole',
    async (signal) => {
      const bin = resolve(import.meta.dirname, '../../bin/x402ops.js')
      const folder = at(signal)
      mkdirSync(folder)
      let whole = 0
      for (const ms of moments) {
        const child = spawn(
          process.execPath,
          [bin, 'evidence', 'export', 'shop', '--offline', '--out', `${folder}/${ms}.tar.gz`],
          {
            cwd: desk.folder,
            env: { PATH: process.env.PATH, HOME: desk.folder, XDG_STATE_HOME: desk.folder, ...env },
            stdio: 'ignore',
          },
        )
        const ended = new Promise((done) => child.on('exit', done))
        await Promise.race([ended, new Promise((done) => setTimeout(done, ms))])
        child.kill(signal)
        await ended
        for (const name of readdirSync(folder).filter((one) => one === `${ms}.tar.gz`)) {
          whole += 1
          expect((await run('evidence', 'verify', join(signal, name))).exitCode).toBe(0)
        }
      }
      const drafts = readdirSync(folder).filter((name) => name.startsWith('.'))
      if (signal === 'SIGINT') expect(drafts).toEqual([])
      const strange = readdirSync(folder).filter(
        (name) => !/^(?:\d+\.tar\.gz|\.x402ops-draft\..+\.tmp)$/.test(name),
      )
      expect(strange).toEqual([])
      expect(whole).toBeLessThan(moments.length)
    },
  )
})
