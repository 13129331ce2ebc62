import { createHash } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signWith, verifySignature } from '../../../src/adapters/bundle/sign.ts'
import { signatureKey } from '../../../src/adapters/bundle/ssh-signature.ts'
import { newFolder, written } from './archive-testkit.ts'

const bytes = Buffer.from('sums')
/** A machine without ssh-keygen. */
const bare = { env: { PATH: newFolder() } }

/** A signature as far as its beginning goes: enough to say whose it claims to be. */
function armoured(key: Uint8Array, length = key.length): Buffer {
  const head = Buffer.alloc(14)
  head.write('SSHSIG')
  head.writeUInt32BE(1, 6)
  head.writeUInt32BE(length, 10)
  const body = Buffer.concat([head, key, Buffer.from('rest')]).toString('base64')
  return Buffer.from(`-----BEGIN SSH SIGNATURE-----\n${body}\n-----END SSH SIGNATURE-----\n`)
}

describe('the key that a signature names', () => {
  test('is told by its fingerprint, as ssh-keygen -l prints it', () => {
    const key = Buffer.from('some public key')
    const digest = createHash('sha256').update(key).digest('base64').replace('=', '')
    expect(signatureKey(armoured(key))).toBe(`SHA256:${digest}`)
  })

  test.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['other text', Buffer.from('-----BEGIN PGP SIGNATURE-----')],
    ['only the lines around it', Buffer.from('-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----')],
    ['a key that is longer than the whole', armoured(Buffer.from('key'), 1000)],
    ['an empty key', armoured(Buffer.alloc(0))],
  ])('%s is no signature', async (_name, signature) => {
    expect(signatureKey(signature)).toBeNull()
    expect(await verifySignature({ bytes, signature }, bare)).toEqual({
      state: 'bad',
      why: 'it is no SSH signature',
    })
  })

  test('no bytes make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const text = `-----BEGIN SSH SIGNATURE-----\n${Buffer.from(body).toString('base64')}\n-----END SSH SIGNATURE-----`
        expect([null, 'string']).toContain(signatureKey(Buffer.from(text)) === null ? null : 'string')
        expect(signatureKey(body)).toBeNull()
      }),
    )
  })
})

describe('without ssh-keygen', () => {
  test('a signature is not checked, which is said with the package to install; never good, never bad', async () => {
    expect(await verifySignature({ bytes, signature: armoured(Buffer.from('key')) }, bare)).toEqual({
      state: 'not-checked',
      why: 'ssh-keygen is not installed (Debian package openssh-client)',
    })
  })

  test('nothing is signed', async () => {
    await expect(signWith(written('CANARY key'), bytes, bare)).rejects.toMatchObject({
      code: 'BUNDLE_SIGN_FAILED',
      exitCode: 2,
      why: 'Ssh-keygen is not installed (Debian package openssh-client).',
    })
  })
})

test('an ssh-keygen that hangs is ended', async () => {
  const place = newFolder()
  const program = join(place, 'ssh-keygen')
  writeFileSync(program, '#!/bin/sh\nexec sleep 60\n')
  chmodSync(program, 0o755)
  const key = join(newFolder(), 'key')
  writeFileSync(key, 'CANARY', { mode: 0o600 })
  const env = { PATH: `${place}:/usr/bin:/bin` }
  await expect(signWith(key, bytes, { env, timeoutMs: 300 })).rejects.toMatchObject({
    why: 'Ssh-keygen did not end within 0.3 s.',
  })
})
