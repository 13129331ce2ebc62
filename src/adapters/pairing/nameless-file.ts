import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpsError } from '../../core/errors.ts'

/** Bytes that do not stay in memory. All calls but `close` throw `OpsError` PAIRING_SPILL_FAILED when the disk refuses. */
export type NamelessFile = {
  /** Writes all of these bytes so that the first of them is byte number `at`. */
  readonly write: (bytes: Uint8Array, at: number) => void
  /** Fills `into` with what was written there. */
  readonly read: (into: Uint8Array, at: number) => void
  readonly close: () => void
}

function failed(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  // A short word of capitals, as the system names its failures; anchored: linear.
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return error
  return new OpsError('PAIRING_SPILL_FAILED', { folder, reason: code }, { cause: error })
}

function orFail<T>(folder: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw failed(folder, error)
  }
}

/**
 * Makes a file of mode 0600 in the folder for temporary files and takes its name away at once: it is gone when it is closed,
 * and when the process ends, however it ends. Throws `OpsError` PAIRING_SPILL_FAILED.
 */
export function openNamelessFile(): NamelessFile {
  const folder = tmpdir()
  const path = join(folder, `x402ops-${randomBytes(12).toString('hex')}`)
  const file = orFail(folder, () => openSync(path, 'wx+', 0o600))
  try {
    unlinkSync(path)
  } catch (error) {
    closeSync(file)
    throw failed(folder, error)
  }
  return {
    write: (bytes, at) => {
      for (let done = 0; done < bytes.length; ) {
        done += orFail(folder, () => writeSync(file, bytes, done, bytes.length - done, at + done))
      }
    },
    read: (into, at) => {
      for (let done = 0; done < into.length; ) {
        const got = orFail(folder, () => readSync(file, into, done, into.length - done, at + done))
        if (got === 0)
          throw new OpsError('PAIRING_SPILL_FAILED', { folder, reason: 'a file that is cut short' })
        done += got
      }
    },
    close: () => closeSync(file),
  }
}
