import { OpsError } from '../../core/errors.ts'

/** The error for a source of which nothing can be used. `reason` is a sentence without anything of its content. */
export function unreadable(file: string, reason: string, cause?: unknown): OpsError {
  return new OpsError('RECORDS_UNREADABLE', { file, reason }, { cause })
}
