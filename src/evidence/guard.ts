import type { BundleFile, LongFile } from '../core/bundle.ts'
import { createGate, type GateHit } from '../gate/gate.ts'
import { createEvidenceRedactor } from '../redact/evidence.ts'
import type { BundleRedactor } from './bundle-redactor.ts'

/** A value that must not stand in a bundle, and its name. */
export type GuardedValue = { readonly label: string; readonly value: string }

/** Hides the secrets of one bundle; `key` is the bundle's own, `addresses` those that the profile names. */
export function redactorFor(
  known: readonly GuardedValue[],
  key: Uint8Array,
  addresses: readonly string[],
): BundleRedactor {
  return createEvidenceRedactor({ known, key, addresses })
}

/** What looks again for secrets, with other code than what hid them. All files of one archive at once. */
export async function gateFor(known: readonly GuardedValue[]): Promise<{
  readonly scan: (files: Iterable<BundleFile | LongFile>) => Promise<readonly GateHit[]>
}> {
  return createGate(known)
}
