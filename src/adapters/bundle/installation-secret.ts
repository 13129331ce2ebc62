import { randomBytes } from 'node:crypto'
import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import { diskReason, outputFailed } from '../files/failure.ts'
import { ensureFolder } from '../files/folders.ts'
import { draftName, giveName, writeNewBytes } from './private-file.ts'
import { readPrivate } from './read-private.ts'

const fileName = 'installation-secret'
const prefix = 'x402ops installation secret, never leaves this machine: '
const longest = 4096

// 64 hex digits between two fixed ends: one way to match, linear.
const shape = new RegExp(`^${prefix}([0-9a-f]{64})\n$`)

function unusable(file: string, reason: string, cause?: unknown): OpsError {
  return new OpsError('INSTALLATION_SECRET_UNUSABLE', { file, reason }, { cause })
}

/** The secret of a file that is there, or undefined when there is none. */
async function secretIn(file: string): Promise<Uint8Array | undefined> {
  const found = await readPrivate(file, longest)
  if (found.kind === 'missing') return undefined
  if (found.kind === 'refused') throw unusable(file, found.why)
  const hex = shape.exec(Buffer.from(found.bytes).toString('latin1'))?.[1]
  // A power cut can leave zeros where bytes should be.
  if (hex === undefined) throw unusable(file, 'It is damaged: it does not hold what x402ops wrote.')
  return Buffer.from(hex, 'hex')
}

async function make(file: string): Promise<void> {
  const draft = draftName(file)
  await writeNewBytes(draft, Buffer.from(`${prefix}${randomBytes(32).toString('hex')}\n`))
  await giveName(draft, file).catch(async (error: NodeJS.ErrnoException) => {
    await unlink(draft).catch(() => undefined)
    // Another process was quicker; its secret is the one.
    if (error.code !== 'EEXIST') throw error
  })
}

/**
 * The 32 random bytes that key the tags of this installation's bundles. Made on first use, 0600, in the state folder
 * (made with 0700 when it is missing); they belong into no bundle and no output. Processes that begin at once agree.
 * Throws `OpsError` INSTALLATION_SECRET_UNUSABLE when the file is damaged, a link, or readable by others,
 * OUTPUT_FAILED when it cannot be made.
 */
export async function installationSecret(stateDir: string): Promise<Uint8Array> {
  const file = join(stateDir, fileName)
  const there = await secretIn(file)
  if (there !== undefined) return there
  try {
    await ensureFolder(stateDir)
    await make(file)
  } catch (error) {
    throw outputFailed(file, error)
  }
  const made = await secretIn(file)
  if (made === undefined) throw unusable(file, `It was made and is gone: ${diskReason({ code: 'ENOENT' })}.`)
  return made
}
