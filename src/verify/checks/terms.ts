import type { Check } from '../../core/room.ts'
import { sameId } from '../../x402/fields.ts'
import { finding } from '../catalog.ts'
import type { VerifyExpected, VerifySeen } from '../shapes.ts'
import { amountText, shown, subject } from '../words.ts'

type VerifyCheck = Check<VerifySeen, VerifyExpected>

const known: readonly string[] = ['exact', 'upto']

/** Do payment and requirement speak the same version? */
export const version: VerifyCheck = {
  id: 'version',
  question: 'Do payment and requirement speak the same version?',
  judge: (_seen, { payment, required }) => {
    const about = subject('version')
    const asked = required.x402Version
    if (asked === null) return [finding('VERSION_NOT_NAMED', about, {})]
    if (asked === payment.x402Version) return [finding('VERSION_SAME', about, { version: asked })]
    return [finding('VERSION_OTHER', about, { paid: `${payment.x402Version}`, asked: `${asked}` })]
  },
}

/** Does the payload have the form that the protocol gives it? */
export const shape: VerifyCheck = {
  id: 'shape',
  question: 'Does the payload have the form that the protocol gives it?',
  judge: (_seen, { problems }) => {
    const [problem] = problems
    const about = subject('shape')
    if (problem === undefined) return [finding('SHAPE_CONFORMS', about, {})]
    return [finding('SHAPE_ODD', about, { problem: shown(problem), more: problems.length - 1 })]
  },
}

/** Is it the scheme that was asked for? */
export const scheme: VerifyCheck = {
  id: 'scheme',
  question: 'Is it the scheme that was asked for?',
  judge: (_seen, { payment, required }) => {
    const about = subject('scheme')
    const [paid, asked] = [payment.scheme, required.scheme]
    if (paid === null || paid !== asked)
      return [finding('SCHEME_OTHER', about, { paid: shown(paid), asked: shown(asked) })]
    // Permit2 carries both schemes; a payment of EIP-3009 cannot be "up to".
    const fits = paid === 'exact' || payment.transfer === 'permit2'
    if (known.includes(paid) && !fits)
      return [finding('SCHEME_OTHER', about, { paid: 'an EIP-3009 transfer', asked: 'upto' })]
    const method = required.transfer
    if (
      method !== null &&
      (known.includes(paid) || payment.transfer !== 'none') &&
      method !== payment.transfer
    )
      return [
        finding('SCHEME_OTHER', about, { paid: `transfer by ${payment.transfer}`, asked: shown(method) }),
      ]
    return known.includes(paid)
      ? [finding('SCHEME_SAME', about, { scheme: paid })]
      : [finding('SCHEME_NOT_KNOWN', about, { scheme: shown(paid) })]
  },
}

/** Is it the network that was asked for? */
export const network: VerifyCheck = {
  id: 'network',
  question: 'Is it the network that was asked for?',
  judge: (_seen, { payment, required }) => {
    const about = subject('network')
    const [paid, asked] = [payment.network, required.network]
    return paid !== null && paid === asked
      ? [finding('NETWORK_SAME', about, { network: shown(paid) })]
      : [finding('NETWORK_OTHER', about, { paid: shown(paid), asked: shown(asked) })]
  },
}

/** Is it the token that was asked for? */
export const asset: VerifyCheck = {
  id: 'asset',
  question: 'Is it the token that was asked for?',
  judge: (_seen, { payment, required }) => {
    const about = subject('asset')
    const [paid, asked] = [payment.asset, required.asset]
    if (paid === null && asked !== null && payment.x402Version === 1 && payment.transfer === 'eip3009')
      return [finding('ASSET_NOT_NAMED', about, { asset: shown(asked) })]
    return paid !== null && asked !== null && sameId(paid, asked)
      ? [finding('ASSET_SAME', about, { asset: shown(asked) })]
      : [finding('ASSET_OTHER', about, { paid: shown(paid), asked: shown(asked) })]
  },
}

/** Does the money go to the recipient that was named? */
export const recipient: VerifyCheck = {
  id: 'recipient',
  question: 'Does the money go to the recipient that was named?',
  judge: (_seen, { payment, required }) => {
    const about = subject('recipient')
    const [paid, asked] = [payment.payTo, required.payTo]
    return paid !== null && asked !== null && sameId(paid, asked)
      ? [finding('RECIPIENT_SAME', about, { payTo: shown(asked) })]
      : [finding('RECIPIENT_OTHER', about, { paid: shown(paid), asked: shown(asked) })]
  },
}

/** Is it the amount that was asked for? Of `upto` the payer signs the most, so less may be asked. */
export const amount: VerifyCheck = {
  id: 'amount',
  question: 'Is it the amount that was asked for?',
  judge: (_seen, { payment, required }) => {
    const about = subject('amount')
    const [paid, asked] = [payment.amountAtomic, required.amountAtomic]
    const fits =
      paid !== null && asked !== null && (payment.scheme === 'upto' ? asked <= paid : asked === paid)
    if (fits) return [finding('AMOUNT_FITS', about, { amount: amountText(paid, required) })]
    const args = { paid: amountText(paid, required), asked: amountText(asked, required) }
    return [finding('AMOUNT_OTHER', about, args)]
  },
}

/** Is the amount large enough for the facilitator? */
export const minimum: VerifyCheck = {
  id: 'minimum',
  question: 'Is the amount large enough for the facilitator?',
  judge: (_seen, { payment, required, minimumAtomic }) => {
    const about = subject('minimum')
    if (minimumAtomic === null) return [finding('MINIMUM_NOT_NAMED', about, {})]
    const paid = payment.amountAtomic
    const args = { paid: amountText(paid, required), asked: amountText(minimumAtomic, required) }
    return paid !== null && paid >= minimumAtomic
      ? [finding('MINIMUM_REACHED', about, args)]
      : [finding('MINIMUM_MISSED', about, args)]
  },
}

// A name that we know has this form. One bounded class: linear.
const fieldName = (name: string) => (/^[A-Za-z0-9_.-]{1,40}$/.test(name) ? name : 'a field with an odd name')

/** Would the server find the requirement that the payment answers? */
export const accepted: VerifyCheck = {
  id: 'accepted',
  question: 'Would the server find the requirement that the payment answers?',
  judge: (_seen, { echo }) => {
    const about = subject('accepted')
    if (echo === 'same') return [finding('ECHO_SAME', about, {})]
    if (echo === 'none') return [finding('ECHO_NONE', about, {})]
    return [finding('ECHO_OTHER', about, { fields: echo.map(fieldName).join(', ') })]
  },
}
