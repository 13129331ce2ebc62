import type { Offer, Terms } from '../challenge.ts'
import type { MppChallenge, MppCredential, MppReceipt } from '../mpp.ts'
import type { OnchainProof } from '../onchain-proof.ts'
import type { PaymentProof } from '../payment-proof.ts'
import type { PaidReceipt } from '../piprail.ts'
import type { SettleAnswer } from '../settle-answer.ts'
import type { SignedReceipt } from '../signed-receipt.ts'
import type { VerifyAnswer } from '../verify-answer.ts'
import { type Hidden, publicId, publicSentence, publicTx, publicUrl, publicWord } from './public.ts'

/** A payment without anything that has not the form of its field. */
export function publicProof(proof: PaymentProof, hidden: Hidden): PaymentProof {
  const network = publicWord(proof.network, 'network', hidden)
  return {
    ...proof,
    network,
    scheme: publicWord(proof.scheme, 'scheme', hidden),
    asset: publicId(proof.asset, network, 'asset', hidden),
    payTo: publicId(proof.payTo, network, 'the recipient', hidden),
    payer: publicId(proof.payer, network, 'the payer', hidden),
    resource: publicUrl(proof.resource, 'resource', hidden),
  }
}

/** An on-chain proof without anything that has not the form of its field. */
export function publicOnchainProof(proof: OnchainProof, hidden: Hidden): OnchainProof {
  const network = publicWord(proof.network, 'network', hidden)
  return {
    ...proof,
    network,
    scheme: publicWord(proof.scheme, 'scheme', hidden),
    asset: publicId(proof.asset, network, 'asset', hidden),
    payTo: publicId(proof.payTo, network, 'the recipient', hidden),
    tx: publicTx(proof.tx, 'payload.txHash', hidden),
    nonce: publicTx(proof.nonce, 'payload.nonce', hidden),
    resource: publicUrl(proof.resource, 'resource', hidden),
  }
}

function publicTerms(terms: Terms, index: number, hidden: Hidden): Terms {
  const told: Hidden = (problem) => hidden(`accepts[${index}]: ${problem}`)
  const network = publicWord(terms.network, 'network', told)
  return {
    ...terms,
    network,
    networkSent: network === null ? null : publicWord(terms.networkSent, 'network', told),
    scheme: publicWord(terms.scheme, 'scheme', told),
    asset: publicId(terms.asset, network, 'asset', told),
    payTo: publicId(terms.payTo, network, 'payTo', told),
    resource: publicUrl(terms.resource, 'resource', told),
    eip712: {
      name: publicWord(terms.eip712.name, 'extra.name', told),
      version: publicWord(terms.eip712.version, 'extra.version', told),
    },
    transfer: publicWord(terms.transfer, 'extra.assetTransferMethod', told),
    paymentFlow: publicWord(terms.paymentFlow, 'extra.paymentFlow', told),
  }
}

/** The terms of a 402 without queries of URLs and without anything that has not the form of its field. */
export function publicOffer(offer: Offer, hidden: Hidden): Offer {
  const quiet: Hidden = () => undefined
  return {
    ...offer,
    error: publicSentence(offer.error),
    resource: publicUrl(offer.resource, 'resource', hidden),
    // The URL of the whole offer stands in every entry: what is wrong with it is said once.
    accepts: offer.accepts.map((terms, index) =>
      publicTerms(terms, index, terms.resource === offer.resource ? onceOnly(hidden) : hidden),
    ),
    otherPayTo: offer.otherPayTo.flatMap((id) => publicId(id, null, 'payTo', quiet) ?? []),
  }
}

function onceOnly(hidden: Hidden): Hidden {
  return (problem) => {
    if (!problem.endsWith('resource is no URL and is not shown')) hidden(problem)
  }
}

function publicReceipt(receipt: SignedReceipt, hidden: Hidden): SignedReceipt {
  const told: Hidden = (problem) => hidden(`the signed receipt: ${problem}`)
  const network = publicWord(receipt.network, 'network', told)
  return {
    ...receipt,
    network,
    resource: publicUrl(receipt.resource, 'resource', told),
    payer: publicId(receipt.payer, network, 'the payer', told),
    tx: publicTx(receipt.tx, 'transaction', told),
  }
}

/** A settlement response whose reason is a sentence without long runs. */
export function publicSettleAnswer(answer: SettleAnswer, hidden: Hidden): SettleAnswer {
  const network = publicWord(answer.network, 'network', hidden)
  return {
    ...answer,
    network,
    tx: publicTx(answer.tx, 'transaction', hidden),
    payer: publicId(answer.payer, network, 'payer', hidden),
    reason: publicSentence(answer.reason),
    ...(answer.receipt === undefined ? {} : { receipt: publicReceipt(answer.receipt, hidden) }),
  }
}

/** A verify response likewise. */
export function publicVerifyAnswer(answer: VerifyAnswer, hidden: Hidden): VerifyAnswer {
  return {
    ...answer,
    reason: publicSentence(answer.reason),
    payer: publicId(answer.payer, null, 'payer', hidden),
  }
}

/** A delivered receipt likewise. */
export function publicPaidReceipt(receipt: PaidReceipt, hidden: Hidden): PaidReceipt {
  const network = publicWord(receipt.network, 'network', hidden) ?? ''
  return {
    ...receipt,
    network,
    scheme: publicWord(receipt.scheme, 'scheme', hidden) ?? '',
    transaction: publicTx(receipt.transaction, 'transaction', hidden) ?? '',
    asset: publicId(receipt.asset, network, 'asset', hidden) ?? '',
    payer: publicId(receipt.payer, network, 'payer', hidden) ?? '',
    payTo: publicId(receipt.payTo, network, 'payTo', hidden) ?? '',
    verifiedAt: publicWord(receipt.verifiedAt, 'verifiedAt', hidden) ?? '',
  }
}

// Short names, ids, addresses and moments; a signature in hex is longer. Anchored, one bounded class: linear.
const shortText = /^[\w .:()/+@-]{1,90}$/

type Texts = Readonly<Record<string, string | null>>

/** Documents of MPP: short names, identifiers and moments only. */
export function publicMpp<Value extends MppChallenge | MppCredential | MppReceipt>(
  value: Value,
  hidden: Hidden,
): Value {
  const shown = Object.entries(value as Texts).map(([key, text]) => {
    const plain = text === null || shortText.test(text)
    if (!plain) hidden(`${key} has an unusual form and is not shown`)
    return [key, plain ? text : null]
  })
  return Object.fromEntries(shown) as Value
}
