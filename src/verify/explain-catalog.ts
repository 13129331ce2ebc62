import type { Explanations } from '../core/explanation.ts'

const refused = 'A facilitator compares the same things, and refuses the payment when they differ.'
const late = 'Verify may pass and settle fail: then the work is done and nobody pays.'
const sign = 'Only the signature lets the token move the money; a wrong one never settles.'
const chain = 'What the payer holds and has used is known to the chain alone.'
const unseen = 'Not checked is not valid.'
const elsewhere = 'Money that went to a wrong place cannot be called back.'
const none = 'Nothing has to be done.'

/** What the codes of a payment against its requirement mean. */
export const explanations: Explanations = {
  VERSION_SAME: ['Payment and requirement speak the same version of x402.', refused],
  VERSION_OTHER: ['The payment is written in another version than the requirement.', refused],
  VERSION_NOT_NAMED: ['The requirement was given without its version.', unseen],
  SHAPE_CONFORMS: ['Every field of the payload has the form of the protocol.', late],
  SHAPE_ODD: ['A field of the payload has another form than the protocol says.', late],
  SCHEME_SAME: ['The payment uses the scheme that was asked for.', refused],
  SCHEME_OTHER: ['The payment uses another scheme than was asked for.', refused],
  SCHEME_NOT_KNOWN: ['The scheme is not one whose payments can be checked here.', unseen],
  NETWORK_SAME: ['The payment is for the network that was asked for.', refused],
  NETWORK_OTHER: ['The payment is for another network than was asked for.', refused],
  ASSET_SAME: ['The payment is in the token that was asked for.', refused],
  ASSET_NOT_NAMED: ['The payment repeats no token; its signature binds it all the same.', refused],
  ASSET_OTHER: ['The payment is in another token than was asked for.', refused],
  RECIPIENT_SAME: ['The payment goes to the address that was asked for.', elsewhere],
  RECIPIENT_OTHER: ['The payment goes to another address than was asked for.', elsewhere],
  AMOUNT_FITS: ['The amount is the one that was asked for.', refused],
  AMOUNT_OTHER: ['The amount is not the one that was asked for.', refused],
  MINIMUM_REACHED: ['The amount is not below the smallest one of the facilitator.', late],
  MINIMUM_MISSED: ['The amount is below the smallest one of the facilitator.', late],
  MINIMUM_NOT_NAMED: [
    'The profile names no smallest amount of its facilitator.',
    late,
    'Set minimumAtomic of the facilitator.',
  ],
  WINDOW_OPEN: ['By the time of the chain, the payment is valid for long enough.', late],
  WINDOW_NOT_BEGUN: ['By the time of the chain, the payment is not valid yet.', refused],
  WINDOW_CLOSED: [
    'By the time of the chain, the payment has expired; it may have been settled before.',
    refused,
  ],
  WINDOW_TOO_SHORT: ['The payment expires before a settlement can be expected to end.', late],
  WINDOW_NOT_READ: ['The time of the chain is not known, or the payment names none.', unseen],
  ECHO_SAME: ['The payment repeats the requirement that it answers, word for word.', refused],
  ECHO_NONE: ['The payment does not repeat a requirement; version 1 never does.', refused, none],
  ECHO_OTHER: ['The payment repeats other terms than the requirement that was given.', refused],
  DOMAIN_RIGHT: ['Name and version in the terms are those of the token contract.', sign],
  DOMAIN_FIXED: ['Permit2 has a domain of its own, which the terms cannot get wrong.', sign],
  DOMAIN_MISSING: ['The terms do not say the name and version that payers must sign.', sign],
  DOMAIN_WRONG: ['The terms tell payers to sign for another name or version than the token has.', late],
  DOMAIN_NOT_KNOWN: ['Nobody told the name and version of the token.', unseen],
  SIGNATURE_RIGHT: ['The signature is that of the payer, for this payment.', sign],
  SIGNATURE_MISSING: ['The payload holds no signature.', sign],
  SIGNATURE_UNREADABLE: ['What stands in place of the signature is none.', sign],
  SIGNATURE_STRANGE: ['The signature belongs to another address than the payer.', sign],
  SIGNATURE_OTHER_DOMAIN: ['The payer signed for another token name, version, contract or chain.', sign],
  SIGNATURE_HIGH_S: ['The signature has a second form that token contracts refuse.', late],
  SIGNATURE_HIGH_S_PERMIT: ['The signature has a second form that not every contract takes.', late],
  SIGNATURE_LOW_V: ['The last byte of the signature is 0 or 1 where contracts expect 27 or 28.', late],
  SIGNATURE_OF_CONTRACT: ['The payer is a contract, and only that contract can judge the signature.', unseen],
  SIGNATURE_OF_NOBODY: ['The signature asks for a contract, and at the payer there is none.', sign],
  SIGNATURE_WALLET_YES: ['The contract of the payer says that it accepts the signature.', sign],
  SIGNATURE_WALLET_NO: ['The contract of the payer says that it does not accept the signature.', sign],
  SIGNATURE_NOT_CHECKED: ['Something that the check needs is not known.', unseen],
  SPENDER_RIGHT: ['The permission names the contract that x402 settles with.', elsewhere],
  SPENDER_WRONG: ['The permission names a contract that x402 does not use.', elsewhere],
  SETTLER_WRONG: ['The permission names another facilitator than the terms.', refused],
  NONCE_FREE: ['The chain says that this authorization was neither used nor cancelled.', chain],
  NONCE_SPENT: [
    'The authorization was settled or cancelled before.',
    'The money may have moved already, perhaps without delivery.',
  ],
  BALANCE_ENOUGH: ['The payer holds at least the amount.', chain],
  BALANCE_SHORT: ['The payer holds less than the amount.', chain],
  ALLOWANCE_ENOUGH: ['The payer allowed Permit2 to move at least the amount.', chain],
  ALLOWANCE_SHORT: ['The payer allowed Permit2 to move less than the amount.', chain],
  CHAIN_NOT_ASKED: [
    'No endpoint is known or wanted, so nothing was read from the chain.',
    chain,
    'Name one with --rpc.',
  ],
  CHAIN_NOT_APPLICABLE: ['This question does not arise for a payment of this kind.', chain, none],
  CHAIN_SPLIT: ['Two endpoints say different things about the payer or the nonce.', unseen],
  CHAIN_BLIND: ['No endpoint told what was asked.', unseen],
}
