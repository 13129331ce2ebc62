import type { Profile } from '../../core/profile.ts'
import type { Reference } from '../../settlement/shapes.ts'
import { type PaymentRead, readPayment } from '../../verify/read-payment.ts'
import { transferOf } from '../../verify/transfer.ts'
import type { Services } from '../command.ts'
import type { Named } from './which.ts'

/** What the payer must have signed, under the domain that the profile knows of the token: never the payload's own. */
function transferFor({ payment }: PaymentRead, { pays }: Profile) {
  const { network, asset } = payment
  const own = pays.find(({ network: id, unit }) => id === network && unit.asset === asset)
  if (own === undefined) return null
  const eip712 = { name: own.eip712?.name ?? null, version: own.eip712?.version ?? null }
  return transferOf(payment, { network, asset, eip712 })
}

/**
 * The reference with the end of its payment vouched for, where the payer's signature proves it. A doctored header could
 * otherwise make a live authorization look dead. Only a key is recovered and nobody is asked, so the signature of a
 * contract wallet proves nothing here. Never throws.
 */
export async function proveEnd(
  { reference, bytes }: Named,
  profile: Profile,
  services: Pick<Services, 'signatures'>,
): Promise<Reference> {
  if (reference.kind !== 'payment' || bytes === null) return reference
  const read = readPayment(bytes)
  if ('problem' in read || read.signature === null) return reference
  const transfer = transferFor(read, profile)
  if (transfer === null) return reference
  const found = await (await services.signatures()).recover(transfer, read.signature)
  if (found.kind !== 'signer' || found.address !== read.payment.payer) return reference
  const { payer, nonce, validBefore } = read.payment
  return {
    ...reference,
    payments: reference.payments.map((one) =>
      one.payer === payer && one.nonce === nonce && one.validBefore === validBefore
        ? { ...one, endFrom: 'signature' }
        : one,
    ),
  }
}
