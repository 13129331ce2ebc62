import type { OpsError } from '../core/errors.ts'
import { createKnownValues } from '../redact/known.ts'

// A run of letters and digits that no word, date or file name is made of. One class, then padding: linear.
const run = /[A-Za-z0-9+]{20,}={0,2}/g
// An address, and a hash where 0x says so: what operators compare by eye.
const isPublic = /^0x(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

function isOpaque(text: string): boolean {
  if (isPublic.test(text)) return false
  return /[a-z]/i.test(text) && (/\d/.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text)))
}

/**
 * Hides in the words of an error what was written on the command line, or as a key of the config file, and
 * could be a secret of a kind that nobody knows: what stands in the wrong place is repeated in messages, and
 * messages end up in tickets.
 */
export function hideOwnWords(argv: readonly string[], error: OpsError): (text: string) => string {
  const written = error.code === 'CONFIG_INVALID' ? [...argv, error.message] : argv
  const runs = written.flatMap((word) => word.match(run) ?? []).filter(isOpaque)
  return createKnownValues(runs.map((value) => ({ label: 'value', value }))).hide
}
