import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import { safe } from '../../core/safe.ts'
import { diskReason } from '../files/failure.ts'
import { writeNewBytes } from './private-file.ts'
import { type KeygenOptions, signatureNamespace, sshKeygen } from './ssh-keygen.ts'
import { signatureKey } from './ssh-signature.ts'

const longestSignature = 1_048_576

/** Why a key file cannot be used, as far as its place and its mode tell; undefined when they do not. */
async function keyFileFault(keyFile: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(keyFile)
    const bits = mode & 0o777
    if (keyFile.endsWith('.pub') || process.platform === 'win32' || (bits & 0o077) === 0) return undefined
    return `Others can read this key (mode 0${bits.toString(8)}): chmod 600 ${safe(keyFile)}`
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'There is no such key file.'
    return `The key file cannot be looked at: ${diskReason(error)}.`
  }
}

/**
 * An SSH signature (armoured, namespace `x402ops`) over bytes, made by ssh-keygen with a private key file, or with a
 * `.pub` file whose private half is in the agent. No passphrase is asked for. Throws `OpsError` BUNDLE_SIGN_FAILED.
 */
export async function signWith(
  keyFile: string,
  bytes: Uint8Array,
  options: KeygenOptions = {},
): Promise<Uint8Array> {
  const args = ['-Y', 'sign', '-q', '-f', keyFile, '-n', signatureNamespace]
  const result = await sshKeygen(args, bytes, options)
  if (result.kind === 'done' && signatureKey(result.out) !== null) return result.out
  const said = result.kind === 'done' ? 'ssh-keygen printed no signature' : result.why
  const fault = result.kind === 'refused' ? await keyFileFault(keyFile) : undefined
  const reason = fault ?? `${said.charAt(0).toUpperCase()}${said.slice(1)}.`
  throw new OpsError('BUNDLE_SIGN_FAILED', { file: safe(keyFile), reason })
}

/**
 * What a signature says of bytes. `good` with `identity` null: it fits, and nothing says who owns the key.
 * `why` is a clause.
 */
export type SignatureState =
  | { readonly state: 'good'; readonly identity: string | null; readonly key: string }
  | { readonly state: 'bad'; readonly why: string }
  | { readonly state: 'not-checked'; readonly why: string }

/** `signersFile` is an allowed_signers file of OpenSSH; without `identity` any name in it that owns the key will do. */
export type SignatureQuestion = {
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  readonly signersFile?: string
  readonly identity?: string
}

async function byName(
  file: string,
  key: string,
  question: SignatureQuestion & { readonly signersFile: string },
  options: KeygenOptions,
): Promise<SignatureState> {
  const { bytes, signersFile } = question
  const finding = ['-Y', 'find-principals', '-s', file, '-f', signersFile]
  const found = await sshKeygen(finding, new Uint8Array(), options)
  if (found.kind !== 'done')
    return { state: 'bad', why: `its key ${key} does not stand in the file of signers` }
  const names = new TextDecoder()
    .decode(found.out)
    .split(/[\n,]/)
    .map((name) => name.trim())
  const name = question.identity ?? names.find((line) => line !== '') ?? ''
  const asking = ['-Y', 'verify', '-f', signersFile, '-I', name, '-n', signatureNamespace, '-s', file]
  const verified = await sshKeygen(asking, bytes, options)
  if (verified.kind === 'done') return { state: 'good', identity: safe(name, 200), key }
  return {
    state: 'bad',
    why: `its key ${key} may not sign x402ops bundles as ${safe(name, 200)} (file of signers)`,
  }
}

async function verify(
  file: string,
  key: string,
  question: SignatureQuestion,
  options: KeygenOptions,
): Promise<SignatureState> {
  const fits = ['-Y', 'check-novalidate', '-n', signatureNamespace, '-s', file]
  const fit = await sshKeygen(fits, question.bytes, options)
  if (fit.kind === 'absent') return { state: 'not-checked', why: fit.why }
  if (fit.kind === 'refused') return { state: 'bad', why: 'it was not made over these bytes for x402ops' }
  const { signersFile } = question
  if (signersFile === undefined) return { state: 'good', identity: null, key }
  const readable = await stat(signersFile).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!readable) return { state: 'not-checked', why: `there is no file of signers ${safe(signersFile)}` }
  return byName(file, key, { ...question, signersFile }, options)
}

/**
 * Asks ssh-keygen whether a signature fits bytes, and with a file of signers whose it is. Names reach it as arguments,
 * never through a shell. Without ssh-keygen or without a place for temporary files it is `not-checked`. Never rejects.
 */
export async function verifySignature(
  question: SignatureQuestion,
  options: KeygenOptions = {},
): Promise<SignatureState> {
  const key = question.signature.length > longestSignature ? null : signatureKey(question.signature)
  if (key === null) return { state: 'bad', why: 'it is no SSH signature' }
  let folder: string | undefined
  try {
    folder = await mkdtemp(join(tmpdir(), 'x402ops-verify-'))
    const file = join(folder, 'signature')
    await writeNewBytes(file, question.signature)
    return await verify(file, key, question, options)
  } catch (error) {
    return { state: 'not-checked', why: `no temporary file could be written: ${diskReason(error)}` }
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}
