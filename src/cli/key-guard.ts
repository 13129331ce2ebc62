import { OpsError } from '../core/errors.ts'
import type { Profile } from '../core/profile.ts'

const holdsThirtyTwoBytes = /(?:0x)?[0-9a-fA-F]{64}/

function addressesOf({ pays }: Profile): ReadonlySet<string> {
  return new Set(
    pays.flatMap(({ payTo, refundFrom, forbiddenPayTo }) =>
      [...payTo.map(({ address }) => address), ...refundFrom, ...forbiddenPayTo].map((text) =>
        text.toLowerCase(),
      ),
    ),
  )
}

/**
 * A position that takes a hash cannot be checked by shape, because a private key has the same one. When the
 * value is the key of an address of the profile there is no doubt: throws `OpsError` SECRET_AS_ARGUMENT.
 */
export async function refuseProfileKeys(argv: readonly string[], profile: Profile): Promise<void> {
  const suspects = argv.flatMap((word, index) => {
    const hex = holdsThirtyTwoBytes.exec(word)?.[0]
    return hex === undefined ? [] : [{ hex, position: `argument ${index + 1}` }]
  })
  if (suspects.length === 0) return
  const { addressOfKey } = await import('../redact/key-address.ts')
  const known = addressesOf(profile)
  const found = suspects.find(({ hex }) => known.has(addressOfKey(hex) ?? ''))
  if (found !== undefined) throw new OpsError('SECRET_AS_ARGUMENT', { position: found.position })
}
