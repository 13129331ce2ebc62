import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { armor, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import { openSealed, sealFor } from '../../../src/adapters/bundle/seal.ts'
import { newFolder, written } from './archive-testkit.ts'

const bytes = Buffer.from('what a bundle holds, and more of it\n'.repeat(5000))

async function newIdentity() {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const file = join(newFolder(), 'key.txt')
  writeFileSync(file, `# created: 2026-11-21\n# public key: ${recipient}\n${identity}\n`, { mode: 0o600 })
  return { identity, recipient, file }
}

test('each recipient opens it, armoured or not; nobody else does', async () => {
  const [one, two, other] = await Promise.all([newIdentity(), newIdentity(), newIdentity()])
  const sealed = await sealFor([one.recipient, ` ${two.recipient}\n`], bytes)
  expect(Buffer.from(sealed).includes('what a bundle holds')).toBe(false)
  expect(Buffer.from(await openSealed(one.file, sealed)).equals(bytes)).toBe(true)
  expect(Buffer.from(await openSealed(two.file, Buffer.from(armor.encode(sealed)))).equals(bytes)).toBe(true)
  const refused = { code: 'BUNDLE_SEAL_FAILED', exitCode: 2, message: 'the bundle could not be opened' }
  await expect(openSealed(other.file, sealed)).rejects.toMatchObject(refused)
  const damaged = Buffer.from(sealed)
  damaged[damaged.length - 5] = (damaged.at(-5) ?? 0) ^ 1
  await expect(openSealed(one.file, damaged)).rejects.toMatchObject(refused)
  await expect(openSealed(one.file, Buffer.from('no age file'))).rejects.toMatchObject(refused)
})

test('a wrong recipient is named by its place; a private key pasted there is not repeated', async () => {
  const { identity, recipient } = await newIdentity()
  for (const wrong of ['age1canary', '', 'ssh-ed25519 AAAACANARY', identity]) {
    const error = (await sealFor([recipient, wrong], bytes).catch((caught: unknown) => caught)) as Error & {
      why: string
    }
    expect(error).toMatchObject({ code: 'BUNDLE_SEAL_FAILED', why: expect.stringContaining('Recipient 2') })
    if (wrong !== '') expect(`${error.message} ${error.why} ${error.stack}`).not.toContain(wrong)
  }
  await expect(sealFor([], bytes)).rejects.toMatchObject({ why: 'No recipient was given.' })
})

test('post-quantum recipients work', async () => {
  const identity = await generateHybridIdentity()
  const file = written(`${identity}\n`)
  const recipient = await identityToRecipient(identity)
  expect(Buffer.from(await openSealed(file, await sealFor([recipient], bytes))).equals(bytes)).toBe(true)
})

test.each([
  ['there is none', undefined, /does not exist/],
  ['it holds only comments', '# public key: age1\n', /holds no identity/],
  ['it holds something else', 'CANARY-not-an-identity\n', /^Identity 1 of .* is not one of age-keygen/],
])('an identity file: %s', async (_name, content, why) => {
  const file = content === undefined ? join(newFolder(), 'none') : written(content)
  const error = (await openSealed(file, bytes).catch((caught: unknown) => caught)) as Error & { why: string }
  expect(error).toMatchObject({ code: 'BUNDLE_SEAL_FAILED' })
  expect(error.why.replace(/^.*none: /, '')).toMatch(why)
  expect(error.why).not.toContain('CANARY')
})
