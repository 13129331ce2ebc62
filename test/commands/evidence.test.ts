import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { passGate } from '../../src/commands/evidence/publish.ts'
import { isOpsError } from '../../src/core/errors.ts'
import { altered } from '../e2e/unpacked.ts'
import { newDesk } from '../leaks/desk.ts'
import { serveNode } from '../leaks/node.ts'

const desk = newDesk()
const payTo = `0x${'a1'.repeat(20)}`
const secret = 'CANARYknown0123456789'
const env = { SHOP_API_KEY: secret }

beforeAll(async () => {
  const node = await serveNode()
  const row = { state: 'settled', network: 'base', asset: 'usdc', payTo, amountAtomic: '1000', payer: payTo }
  const rows = [1, 2, 3].map((n) =>
    JSON.stringify({
      ...row,
      ...{ requestId: `r${n}`, nonce: `0x0${n}${'07'.repeat(31)}`, responseStatus: 200 },
      receivedAt: new Date(Date.now() - n * 3_600_000).toISOString(),
    }),
  )
  desk.give('pay.jsonl', rows.join('\n'))
  await desk.x402ops(
    ['reconcile', 'mainnet', '--records', 'pay.jsonl', '--rpc', node.url, '--pay-to', payTo],
    env,
  )
  await node.close()
}, 60_000)
afterAll(desk.remove)

const evidence = (...argv: readonly string[]) => desk.x402ops(['evidence', ...argv], env)

describe('nobody is contacted', () => {
  test('by an offline export, and by whatever reads its bundle', async () => {
    const connect = vi.spyOn(Socket.prototype, 'connect')
    try {
      const made = await evidence('export', 'mainnet', '--offline', '--out', 'offline.tar.gz')
      expect(made.err).toBe('')
      expect(made.code).toBe(0)
      for (const name of ['verify', 'scan', 'show', 'case']) {
        const { code, err } = await evidence(name, 'offline.tar.gz')
        expect([name, code, err]).toEqual([name, 0, ''])
      }
      expect((await evidence('diff', 'offline.tar.gz', 'offline.tar.gz')).code).toBe(0)
      const judged = await desk.x402ops(['judge', 'offline.tar.gz'], env)
      expect(judged.out).toContain('identical')
      expect(connect).not.toHaveBeenCalled()
    } finally {
      connect.mockRestore()
    }
  }, 60_000)

  test('and the trap would have seen it', async () => {
    const connect = vi.spyOn(Socket.prototype, 'connect')
    try {
      await desk.x402ops(['probe', 'mainnet', '--base-url', 'http://127.0.0.1:9', '--no-save'], env)
      expect(connect).toHaveBeenCalled()
    } finally {
      connect.mockRestore()
    }
  }, 60_000)
})

describe('a live export', () => {
  test('writes what it has, names what it could not have, and exits 3', async () => {
    const argv = [
      'export',
      'mainnet',
      '--rpc',
      'http://127.0.0.1:9',
      '--timeout',
      '1s',
      '--out',
      'live.tar.gz',
    ]
    const { code, out, err } = await evidence(...argv)
    expect([code, err]).toEqual([3, ''])
    expect(out).toContain('not had: head of eip155:8453')
    const manifest = JSON.parse((await evidence('show', 'live.tar.gz', '--json')).out)
    expect(manifest.collectedAt).not.toBeNull()
    expect(manifest.leftOut).toContainEqual({ what: 'head of eip155:8453', why: 'no endpoint told it' })
  }, 60_000)
})

describe('a scan', () => {
  test('names file, line and rule of a known secret, and never its value', async () => {
    mkdirSync(join(desk.folder, 'logs'))
    writeFileSync(
      join(desk.folder, 'logs/app.log'),
      `first line\nkey ${Buffer.from(secret).toString('hex')}\n`,
    )
    const { code, out } = await evidence('scan', 'logs')
    expect(code).toBe(1)
    expect(out).toContain('logs/app.log:2')
    expect(out).not.toContain(secret)
  })

  test('says that it could not look at everything', async () => {
    mkdirSync(join(desk.folder, 'shots'))
    writeFileSync(join(desk.folder, 'shots/a.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
    const picture = await evidence('scan', 'shots')
    expect(picture.code).toBe(3)
    expect(picture.out).toContain('SCAN_LEFT_OUT  shots/a.png  not looked at')
    expect(picture.out.match(/SCAN_LEFT_OUT/g)).toHaveLength(1)
    expect(picture.out.replace(/\s+/g, ' ')).toContain('1 not looked at or only in part')
    expect((await evidence('scan', 'nowhere')).code).toBe(3)
  })

  test('knows the secrets of ./.env', async () => {
    desk.give('.env', 'DB_PASSWORD=CANARY-only-in-dotenv-77\n')
    mkdirSync(join(desk.folder, 'mail'))
    writeFileSync(join(desk.folder, 'mail/text.txt'), 'we use CANARY-only-in-dotenv-77 there')
    expect((await evidence('scan', 'mail')).code).toBe(1)
  })
})

describe('what a dry run proposes', () => {
  const dryRun = ['export', 'mainnet', '--offline', '--dry-run', '--out', 'b.tar.gz']
  const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'

  test('is for the same reader, with the same words, into the same file', async () => {
    const { out } = await evidence(...dryRun, '--encrypt-to', recipient, '--note', 'it is late', '--json')
    expect(JSON.parse(out).next).toEqual([
      `x402ops evidence export mainnet --encrypt-to ${recipient} --out b.tar.gz --note 'it is late' --offline`,
    ])
  })

  test('never repeats a note in which something was hidden', async () => {
    const { everything, out } = await evidence(...dryRun, '--note', 'password: CANARY-hunter-2')
    expect(out).toContain('--notes NOTEFILE')
    expect(everything).not.toContain('hunter')
  })
})

test('a file that was asked for and left out is said in the last line, too', async () => {
  mkdirSync(join(desk.folder, 'mixed'))
  writeFileSync(join(desk.folder, 'mixed/a.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
  writeFileSync(join(desk.folder, 'mixed/a.log'), 'all is well')
  const { out } = await evidence(
    'export',
    'mainnet',
    '--offline',
    '--include',
    'mixed',
    '--out',
    'mixed.tar.gz',
  )
  expect(out).toContain('the bundle is written; 1 file left out')
})

describe('an export that is interrupted', () => {
  test('writes nothing, says so with the exit code it ends with, and proposes itself', async () => {
    const controller = new AbortController()
    controller.abort('SIGINT')
    const argv = ['evidence', 'export', 'mainnet', '--offline', '--out', 'never.tar.gz']
    const { code, out } = await desk.x402ops(argv, env, '', controller.signal)
    expect(code).toBe(130)
    expect(out).toMatch(/interrupted: nothing was written +exit code 130/)
    expect(out).toContain('Next   x402ops evidence export mainnet --out never.tar.gz --offline')
    expect(out).not.toContain('evidence verify')
    expect(existsSync(join(desk.folder, 'never.tar.gz'))).toBe(false)
  })
})

describe('a bundle that was altered', () => {
  test('is read with a warning by whatever reads it', async () => {
    const path = join(desk.folder, 'whole.tar.gz')
    expect((await evidence('export', 'mainnet', '--offline', '--out', 'whole.tar.gz')).code).toBe(0)
    await altered(path, join(desk.folder, 'altered.tar.gz'), (entries) =>
      entries.map((entry) =>
        entry.path === 'cases/support.json'
          ? { ...entry, text: entry.text.replace('settled', 'sattled') }
          : entry,
      ),
    )
    for (const argv of [
      ['show', 'altered.tar.gz'],
      ['case', 'altered.tar.gz'],
      ['diff', 'whole.tar.gz', 'altered.tar.gz'],
    ]) {
      const { err } = await evidence(...argv)
      expect(err, argv[0]).toContain('this bundle was altered after it was made')
    }
    const { checks } = JSON.parse((await evidence('verify', 'altered.tar.gz', '--json')).out)
    const verdictOf = (name: string) => checks.find(({ id }: { id: string }) => id === name)?.verdict
    expect(['files', 'whole', 'proofs'].map(verdictOf)).toEqual(['FAIL', 'FAIL', 'SKIP'])
    const { out, code } = await evidence('diff', 'whole.tar.gz', 'altered.tar.gz')
    expect(code).toBe(1)
    expect(out).toMatch(/INFO +they differ/)
  }, 60_000)
})

describe('the gate', () => {
  test('names the file of the operator in which the secret stands', async () => {
    const files = [{ path: 'included/01.txt', bytes: new TextEncoder().encode(`x ${secret}`) }]
    const given = new Map([['included/01.txt', 'given as app.log']])
    const error = await passGate(files, [{ label: 'SHOP_API_KEY', value: secret }], given).catch(
      (caught: unknown) => caught,
    )
    expect(isOpsError(error) && error.why).toMatch(/^included\/01\.txt:1:\S+ \(given as app\.log\)/)
  })

  test('lists at most twenty places and no value', async () => {
    const text = Array.from({ length: 30 }, () => `x ${secret}\n`).join('')
    const files = [{ path: 'included/01.txt', bytes: new TextEncoder().encode(text) }]
    const error = await passGate(files, [{ label: 'SHOP_API_KEY', value: secret }]).catch(
      (caught: unknown) => caught,
    )
    if (!isOpsError(error)) throw new Error('it passed')
    expect([error.code, error.exitCode, error.args.count]).toEqual(['EVIDENCE_GATE', 5, 30])
    expect(error.why?.match(/included\/01\.txt:\d+:/g)).toHaveLength(20)
    expect(JSON.stringify([error.message, error.why, error.hint])).not.toContain(secret)
  })
})

describe('what cannot be carried out', () => {
  test.each([
    [['export', 'mainnet', '--offline', '--tx', `0x${'12'.repeat(32)}`], 'No payment with transaction'],
    [['export', 'mainnet', '--offline', '--payer', 'bob'], 'not an EVM address'],
    [['export', 'mainnet', '--offline', '--tx', '0x12'], 'no transaction hash'],
    [
      ['export', 'mainnet', '--offline', '--finding', 'NO_SUCH'],
      'No finding NO_SUCH. Looked at: 1 saved run. Found there: ',
    ],
    [
      ['export', 'mainnet', '--offline', '--finding', 'NO_SUCH'],
      'run x402ops reconcile mainnet --since 24h again',
    ],
    [['export', 'mainnet', '--offline', '--from-run', 'last~1'], 'runs of the command that ran last'],
    [['export', 'mainnet', '--offline', '--since', 'block:5'], 'Saved runs are chosen by time'],
    [['export', 'mainnet', '--offline', '--include', 'nowhere.log'], 'no such file'],
    [['export', 'mainnet', '--offline', '--encrypt-to', 'age1bad'], 'not an age recipient'],
    [['export', 'mainnet', '--offline', '--dry-run', '--encrypt-to', 'age1bad'], 'not an age recipient'],
    [['verify', 'nowhere.tar.gz'], 'cannot be read'],
    [['nonsense'], 'evidence does not know what to do One of: export, verify, scan, show, case, diff.'],
    [[], 'evidence does not know what to do'],
  ])('%j is exit 2 and says why', async (argv, words) => {
    const { code, err, out } = await evidence(...argv)
    expect(err.replace(/\s+/g, ' ')).toContain(words)
    expect([code, out]).toEqual([2, ''])
  })

  test('a private key where a transaction belongs is refused without its value', async () => {
    const key = `CANARY ${'11'.repeat(32)}`.slice(7)
    const { code, everything } = await evidence('export', 'mainnet', '--finding', key)
    expect(code).toBe(2)
    expect(everything).not.toContain(key)
  })
})

test('known values stand in no bundle, in a note neither', async () => {
  const note = `they called with ${secret} and then it failed`
  const { code } = await evidence('export', 'mainnet', '--offline', '--note', note, '--out', 'noted.tar.gz')
  expect(code).toBe(0)
  expect(readFileSync(join(desk.folder, 'noted.tar.gz')).length).toBeGreaterThan(500)
  expect((await evidence('scan', 'noted.tar.gz')).code).toBe(0)
}, 60_000)
