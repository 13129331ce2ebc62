import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newDesk } from '../e2e/run-cli.ts'
import { writeShopConfig } from '../e2e/shop-config.ts'
import { altered } from '../e2e/unpacked.ts'
import { serve } from '../leaks/desk.ts'
import { startRig } from '../rig/rig.ts'

// As far as one machine can be another one: the packed program in a folder of its own, a user who owns nothing, no
// network, no home, nothing that may be written, another time zone, language and umask.
const root = resolve(import.meta.dirname, '../..')
const there = mkdtempSync(join(tmpdir(), 'x402ops-elsewhere-'))
const at = (...parts: readonly string[]) => join(there, ...parts)
const nobody = 65_534
const isRoot = process.getuid?.() === 0

/** Ways into a place without network; as another user where this one may become one. */
const jails: readonly (readonly string[])[] = [
  ...(isRoot
    ? [
        [
          'unshare',
          '-n',
          '--',
          'setpriv',
          `--reuid=${nobody}`,
          `--regid=${nobody}`,
          '--clear-groups',
          '--no-new-privs',
        ],
      ]
    : []),
  // Not mapped to root, which may write where nobody else may.
  ['unshare', '-U', '-n', '--'],
]
const env = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  TZ: 'Pacific/Kiritimati',
  LC_ALL: 'tr_TR.UTF-8',
  NO_COLOR: '1',
}

async function enter(way: readonly string[], argv: readonly string[], cwd: string, input = '') {
  const [program = '', ...words] = [...way, 'sh', '-c', 'umask 077; exec "$@"', 'sh', ...argv]
  const done = await execa(program, words, {
    cwd,
    env,
    extendEnv: false,
    input,
    reject: false,
    timeout: 60_000,
    stripFinalNewline: false,
  })
  return { status: done.exitCode, stdout: done.stdout, stderr: done.stderr }
}

/** The first way that is open here. */
async function jailOf(): Promise<readonly string[] | undefined> {
  for (const way of jails)
    if ((await enter(way, [process.execPath, '-e', '0'], there)).status === 0) return way
  return undefined
}

chmodSync(there, 0o755)
const jail = await jailOf()
const elsewhere = (argv: readonly string[], input?: string) => enter(jail ?? [], argv, at('case'), input)
const program = (...words: readonly string[]) =>
  elsewhere([process.execPath, at('package/bin/x402ops.js'), ...words])

beforeEach((context) =>
  context.skip(
    jail === undefined,
    'no place without network: unshare is not allowed, or Node is not readable there',
  ),
)

const desk = newDesk()
const signers = ['--signers', 'signers', '--identity', 'ops@shop.example']
let bundle = ''

/** One day of a real shop, proven against its chain, exported and signed on the first machine. */
async function exported(): Promise<string> {
  const rig = await startRig()
  try {
    const sale = await rig.pay({ requestId: 'req_elsewhere' })
    await rig.payUnrecorded()
    await rig.idle()
    await rig.chain.warpTo(sale.validBefore + 30)
    await rig.chain.mine(5, 2)
    writeShopConfig(desk.folder, rig, rig.v2.url)
    await desk.run(['reconcile', 'shop', '--prove', '-q'])
    await desk.run(['matrix', 'shop', '-q'])
  } finally {
    await rig.stop()
  }
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    'ed25519',
    '-N',
    '',
    '-C',
    'CANARY',
    '-f',
    join(desk.folder, 'key'),
  ])
  const [type, key] = readFileSync(join(desk.folder, 'key.pub'), 'utf8').split(' ')
  writeFileSync(join(desk.folder, 'signers'), `ops@shop.example ${type} ${key}\n`)
  mkdirSync(join(desk.folder, 'out'))
  const made = await desk.run(['evidence', 'export', 'shop', '--offline', '--sign', 'key', '--out', 'out/'])
  expect(made).toMatchObject({ exitCode: 0, stderr: '' })
  return join(desk.folder, 'out', readdirSync(join(desk.folder, 'out'))[0] ?? 'none')
}

beforeAll(async () => {
  if (jail === undefined) return
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', there], {
    cwd: root,
    stdio: 'ignore',
  })
  const tarball = readdirSync(there).find((name) => name.endsWith('.tgz')) ?? 'none'
  execFileSync('tar', ['xzf', at(tarball), '-C', there])
  const made = await exported()
  bundle = basename(made)
  mkdirSync(at('case'))
  cpSync(made, at('case', bundle))
  cpSync(join(desk.folder, 'signers'), at('case/signers'))
  await altered(made, at('case/altered.tar.gz'), (entries) =>
    entries.map((entry) =>
      entry.path.endsWith('cases.ndjson')
        ? { ...entry, text: entry.text.replace('req_elsewhere', 'req_elsewhen') }
        : entry,
    ),
  )
  // The one place where something may be written: tar needs it.
  mkdirSync(at('room'))
  if (isRoot) chownSync(at('room'), nobody, nobody)
  execFileSync('chmod', ['-R', 'a-w,a+rX', at('package'), at('case')])
})

afterAll(() => {
  execFileSync('chmod', ['-R', 'u+w', there])
  rmSync(there, { recursive: true, force: true })
  desk.remove()
})

test('there is no network: what answers here does not answer there', async () => {
  const server = await serve((_request, response) => response.end('here'))
  const asking = [process.execPath, '-e', `fetch('${server.url}').then(() => 0, (e) => process.exit(7))`]
  expect((await enter([], asking, there)).status).toBe(0)
  expect((await elsewhere(asking)).status).toBe(7)
  await server.close()
})

test('it is another user, and nothing can be written there', async () => {
  expect((await elsewhere(['id', '-u'])).stdout).toBe(`${nobody}\n`)
  expect((await elsewhere(['touch', 'new'])).status).not.toBe(0)
})

test.each([
  ['evidence verify', 'Signed by ops@shop.example', ['evidence', 'verify', 'BUNDLE', ...signers]],
  ['judge', 'identical: the findings follow from what was seen', ['judge', 'BUNDLE']],
  ['evidence show', 'cases/cases.ndjson', ['evidence', 'show', 'BUNDLE']],
  ['evidence scan', 'no secret', ['evidence', 'scan', 'BUNDLE']],
])('%s says the same as at home', async (name, words, argv) => {
  const named = argv.map((word) => (word === 'BUNDLE' ? bundle : word))
  cpSync(join(desk.folder, 'out', bundle), join(desk.folder, bundle), { force: true })
  const home = await desk.run(named)
  const found = await program(...named)
  expect(found).toEqual({ status: home.exitCode, stdout: expect.stringContaining(words), stderr: '' })
  expect(found.stdout.trimEnd()).toBe(home.stdout.trimEnd())
  // The run ended with findings or gaps, and so does its judgement.
  if (name !== 'judge') expect(found.status).toBe(0)
})

test('every proof is checked there, too', async () => {
  expect((await program('evidence', 'verify', bundle, '-v')).stdout).toMatch(
    /PASS +proofs +\d+ proofs? leads?/,
  )
})

test('what was altered on the way is named, and nothing of it is judged', async () => {
  const verified = await program('evidence', 'verify', 'altered.tar.gz', '-v')
  expect(verified.status).toBe(1)
  expect(verified.stdout.replace(/\s+/g, '')).toContain('cases/cases.ndjson')
  const judged = await program('judge', 'altered.tar.gz')
  expect(judged.status).toBe(1)
  expect(judged.stdout).toContain('nothing in it was judged')
})

test('tar, sha256sum and ssh-keygen alone suffice', async () => {
  expect(await elsewhere(['tar', 'xzf', bundle, '-C', at('room')])).toMatchObject({
    status: 0,
    stderr: '',
  })
  const unpacked = at('room', bundle.replace('.tar.gz', ''))
  const inside = (argv: readonly string[], input?: string) => enter(jail ?? [], argv, unpacked, input)
  expect(await inside(['sha256sum', '--strict', '-c', 'SHA256SUMS'])).toMatchObject({ status: 0, stderr: '' })
  const sums = (await inside(['cat', 'SHA256SUMS'])).stdout
  const keygen = ['ssh-keygen', '-Y', 'verify', '-f', at('case/signers')]
  const asked = [...keygen, '-I', 'ops@shop.example', '-n', 'x402ops', '-s', 'SHA256SUMS.sig']
  expect((await inside(asked, sums)).status).toBe(0)
  expect((await inside(asked, `${sums} `)).status).not.toBe(0)
})

test('nothing was left behind', () => {
  expect(readdirSync(at('case')).sort()).toEqual(['altered.tar.gz', 'signers', bundle].sort())
})
