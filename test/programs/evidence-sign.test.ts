import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signWith, verifySignature } from '../../src/adapters/bundle/sign.ts'
import { newFolder } from '../adapters/bundle/archive-testkit.ts'

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined
const bytes = Buffer.from('0123  README.md\n')
let folder = ''
let key = ''
let signers = ''

function newKey(name: string, passphrase = ''): string {
  const file = join(folder, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'canary', '-f', file])
  return file
}

function fingerprint(file: string): string {
  return execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? ''
}

beforeAll(() => {
  if (!hasKeygen) return
  folder = newFolder()
  key = newKey('key')
  signers = join(folder, 'allowed_signers')
  const line = (who: string, file: string) =>
    `${who} namespaces="x402ops" ${readFileSync(`${file}.pub`, 'utf8')}`
  const foreign = `other@example.dev namespaces="git" ${readFileSync(`${newKey('git-only')}.pub`, 'utf8')}`
  writeFileSync(signers, line('ops@example.dev', key) + foreign)
})
beforeEach((context) => context.skip(!hasKeygen, 'no ssh-keygen: apt-get install openssh-client'))

const failed = (why: RegExp) => ({ code: 'BUNDLE_SIGN_FAILED', exitCode: 2, why: expect.stringMatching(why) })

describe('signing', () => {
  test('fits the bytes, names the key, and the name in the file of signers', async () => {
    const signature = await signWith(key, bytes)
    expect(await verifySignature({ bytes, signature })).toEqual({
      state: 'good',
      identity: null,
      key: fingerprint(key),
    })
    const good = { state: 'good', identity: 'ops@example.dev', key: fingerprint(key) }
    expect(await verifySignature({ bytes, signature, signersFile: signers })).toEqual(good)
    expect(
      await verifySignature({ bytes, signature, signersFile: signers, identity: 'ops@example.dev' }),
    ).toEqual(good)
  })

  test('ssh-keygen alone says the same', async () => {
    const file = join(folder, 'sums.sig')
    writeFileSync(file, await signWith(key, bytes))
    const args = ['-Y', 'verify', '-f', signers, '-I', 'ops@example.dev', '-n', 'x402ops', '-s', file]
    expect(spawnSync('ssh-keygen', args, { input: bytes }).status).toBe(0)
    expect(spawnSync('ssh-keygen', args, { input: 'other' }).status).not.toBe(0)
  })

  test('a key with a passphrase is refused at once, also where there is a terminal to ask on', async () => {
    const locked = newKey('locked', 'CANARY passphrase')
    await expect(signWith(locked, bytes)).rejects.toMatchObject(failed(/ended with exit code 255/))
    const source = join(import.meta.dirname, '../../src/adapters/bundle/sign.ts')
    const loader = join(import.meta.dirname, '../../scripts/ts.mjs')
    const program = join(folder, 'sign.mjs')
    writeFileSync(
      program,
      `import { signWith } from '${source}'
       const said = await signWith('${locked}', Buffer.from('x'), { timeoutMs: 8000 }).catch((error) => error.why)
       console.log('SAID ' + said)`,
    )
    // script(1) gives the program a terminal of its own, on which nobody types.
    const run = spawnSync(
      'script',
      ['-qec', `${process.execPath} --import ${loader} ${program}`, '/dev/null'],
      {
        encoding: 'utf8',
        timeout: 30_000,
      },
    )
    if (run.error !== undefined) return
    expect(run.stdout).toMatch(/SAID Ssh-keygen ended with exit code 255/)
    expect(run.stdout).not.toMatch(/Enter passphrase/)
  })

  test('an agent signs for it when the .pub file is named', async (context) => {
    const locked = newKey('in-agent')
    const socket = join(folder, 'agent.sock')
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
    const gone = new Promise((done) => agent.once('error', done))
    await Promise.race([gone, new Promise((done) => setTimeout(done, 500))])
    if (!existsSync(socket)) return context.skip('no ssh-agent: apt-get install openssh-client')
    const env = { PATH: process.env.PATH, SSH_AUTH_SOCK: socket }
    execFileSync('ssh-add', ['-q', locked], { env: { ...process.env, ...env }, stdio: 'ignore' })
    writeFileSync(locked, 'the private half is gone from the disk')
    const signature = await signWith(`${locked}.pub`, bytes, { env })
    agent.kill()
    expect(await verifySignature({ bytes, signature })).toMatchObject({
      state: 'good',
      key: fingerprint(locked),
    })
  })

  test('a key that others can read, a file that is no key, a file that is not there', async () => {
    const open = newKey('open')
    chmodSync(open, 0o644)
    await expect(signWith(open, bytes)).rejects.toMatchObject(
      failed(/^Others can read this key \(mode 0644\): chmod 600 /),
    )
    const text = join(folder, 'text')
    writeFileSync(text, 'CANARY', { mode: 0o600 })
    await expect(signWith(text, bytes)).rejects.toMatchObject(failed(/^Ssh-keygen ended with exit code 255/))
    await expect(signWith(join(folder, 'none'), bytes)).rejects.toMatchObject(failed(/no such key file/))
  })

  test('no name reaches a shell', async () => {
    const strange = join(folder, 'x; touch $(echo owned) `touch owned2`')
    await expect(signWith(strange, bytes)).rejects.toMatchObject(failed(/no such key file/))
    const signature = await signWith(key, bytes)
    const identity = '$(touch owned3); `touch owned4`'
    expect(await verifySignature({ bytes, signature, signersFile: signers, identity })).toMatchObject({
      state: 'bad',
    })
    expect([...readdirSync(folder), ...readdirSync('.')].filter((name) => name.startsWith('owned'))).toEqual(
      [],
    )
  })
})

describe('a signature that is not good', () => {
  const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith('x402ops-verify-'))

  test('over other bytes, damaged, for another purpose, of a stranger, of somebody else, under another name', async () => {
    const signature = await signWith(key, bytes)
    const verify = (question: object) => verifySignature({ bytes, signature, ...question })
    expect(await verify({ bytes: Buffer.from('1123  README.md\n') })).toEqual({
      state: 'bad',
      why: 'it was not made over these bytes for x402ops',
    })
    const text = Buffer.from(signature).toString()
    const at = text.length - 60
    const damaged = Buffer.from(text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1))
    expect(await verify({ signature: damaged })).toMatchObject({ state: 'bad' })
    const forGit = execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', key, '-n', 'git'], {
      input: bytes,
      stdio: 'pipe',
    })
    expect(await verify({ signature: forGit })).toMatchObject({ state: 'bad' })
    const stranger = newKey('stranger')
    expect(await verify({ signature: await signWith(stranger, bytes), signersFile: signers })).toEqual({
      state: 'bad',
      why: `its key ${fingerprint(stranger)} does not stand in the file of signers`,
    })
    const gitOnly = await signWith(join(folder, 'git-only'), bytes)
    expect(await verify({ signature: gitOnly, signersFile: signers })).toMatchObject({ state: 'bad' })
    expect(await verify({ signersFile: signers, identity: 'boss@example.dev' })).toMatchObject({
      state: 'bad',
      why: expect.stringContaining('may not sign x402ops bundles as boss@example.dev'),
    })
  })

  test('a file of signers that is not there leaves it unchecked; no temporary file stays', async () => {
    const earlier = temporary()
    const signature = await signWith(key, bytes)
    expect(await verifySignature({ bytes, signature, signersFile: join(folder, 'none') })).toMatchObject({
      state: 'not-checked',
      why: expect.stringContaining('no file of signers'),
    })
    expect(temporary()).toEqual(earlier)
  })
})
