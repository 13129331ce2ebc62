import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { secretFromFile } from '../secret-file.ts'

const armourBegin = '-----BEGIN AGE ENCRYPTED FILE-----'

function failed(step: 'encrypted' | 'opened', reason: string, cause?: unknown): OpsError {
  return new OpsError('BUNDLE_SEAL_FAILED', { step, reason }, { cause })
}

/**
 * What encrypts for these recipients (`age1..`). Throws `OpsError` BUNDLE_SEAL_FAILED, which names a wrong recipient by
 * its position: it may be a private key.
 */
export async function encrypterFor(recipients: readonly string[]) {
  const { Encrypter } = await import('age-encryption')
  if (recipients.length === 0) throw failed('encrypted', 'No recipient was given.')
  const encrypter = new Encrypter()
  for (const [index, recipient] of recipients.entries()) {
    try {
      encrypter.addRecipient(recipient.trim())
    } catch {
      throw failed('encrypted', `Recipient ${index + 1} is not an age recipient; it is not shown.`)
    }
  }
  return encrypter
}

/**
 * Encrypts bytes so that each of the recipients can read them, in the format of age-encryption.org/v1. Throws as
 * `encrypterFor` does.
 */
export async function sealFor(recipients: readonly string[], bytes: Uint8Array): Promise<Uint8Array> {
  return (await encrypterFor(recipients)).encrypt(bytes)
}

/** The same block by block. Rejects with what asking for the blocks rejects with, too. */
export async function* sealBlocks(
  recipients: readonly string[],
  blocks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const encrypter = await encrypterFor(recipients)
  const source = blocks[Symbol.asyncIterator]()
  const plain = new ReadableStream<Uint8Array>({
    pull: async (control) => {
      const next = await source.next()
      if (next.done === true) control.close()
      else control.enqueue(next.value)
    },
  })
  yield* await encrypter.encrypt(plain)
}

async function identitiesIn(identityFile: string): Promise<readonly string[]> {
  const found = await secretFromFile(identityFile)
  if ('reason' in found) throw failed('opened', `${safe(identityFile)}: ${found.reason}.`)
  const lines = found.text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '' && !line.startsWith('#'))
}

async function unarmoured(bytes: Uint8Array): Promise<Uint8Array> {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  if (!head.trimStart().startsWith(armourBegin)) return bytes
  const { armor } = await import('age-encryption')
  try {
    return armor.decode(new TextDecoder().decode(bytes))
  } catch (error) {
    throw failed('opened', 'Its armour is damaged.', error)
  }
}

/**
 * Decrypts what was encrypted for an identity in a file of age-keygen (armoured or not). Throws `OpsError`
 * BUNDLE_SEAL_FAILED when the file holds no identity, when none of them fits, or when the data is damaged.
 */
export async function openSealed(identityFile: string, bytes: Uint8Array): Promise<Uint8Array> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  const identities = await identitiesIn(identityFile)
  for (const [index, identity] of identities.entries()) {
    try {
      decrypter.addIdentity(identity)
    } catch {
      throw failed('opened', `Identity ${index + 1} of ${safe(identityFile)} is not one of age-keygen.`)
    }
  }
  if (identities.length === 0) throw failed('opened', `${safe(identityFile)} holds no identity.`)
  const sealed = await unarmoured(bytes)
  try {
    return await decrypter.decrypt(sealed)
  } catch (error) {
    throw failed('opened', 'It was not encrypted for this identity, or it is damaged.', error)
  }
}
