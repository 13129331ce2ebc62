import { OpsError } from '../../core/errors.ts'

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it exists already',
  EFBIG: 'the file would be larger than allowed',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a symbolic link',
  EMFILE: 'too many files are open',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'part of its path is not a folder',
  EPERM: 'not permitted',
  EROFS: 'the disk is read-only',
}

/** Why a file operation failed, as one clause: the meaning of the system's error code, and the code. */
export function diskReason(error: unknown): string {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return 'for a reason the system does not name'
  const meaning = words[code]
  return meaning === undefined ? code : `${meaning} (${code})`
}

/** `OpsError` OUTPUT_FAILED for a file, with the system's error as cause. */
export function outputFailed(file: string, error: unknown): OpsError {
  return new OpsError('OUTPUT_FAILED', { file, reason: diskReason(error) }, { cause: error })
}
