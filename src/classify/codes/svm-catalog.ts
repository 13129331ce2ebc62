import type { CodeGroup } from './group.ts'

const exact = 'invalid_exact_svm_'
const upto = 'invalid_upto_svm_'
const lookFirst = { breaker: 'repeated', owner: 'unknown', retry: 'WAIT' } as const
const simulation =
  'The transaction failed when it was tried without sending it; one that was sent before does too.'

/** Reasons of `exact` and `upto` on Solana. */
export const svmReasons: readonly CodeGroup[] = [
  {
    class: 'permanent-config',
    prefix: exact,
    means: 'Scheme, network or fee payer of the terms are not those of the facilitator.',
    codes:
      'unsupported_scheme network_mismatch payload_missing_fee_payer fee_payer_not_managed_by_facilitator',
  },
  {
    class: 'permanent-config',
    means: 'The fee payer of the terms is not one of the facilitator.',
    codes: 'fee_payer_not_managed_by_facilitator',
  },
  {
    class: 'permanent-client',
    prefix: exact,
    means: 'The Solana transaction is not the single transfer that was asked for.',
    codes: `fee_payer_mismatch payload_transaction payload_transaction_could_not_be_decoded
      payload_signature_invalid payload_excessive_signers payload_transaction_instructions_length
      payload_transaction_instructions_compute_limit_instruction
      payload_transaction_instructions_compute_price_instruction
      payload_transaction_instructions_compute_limit_instruction_too_high
      payload_transaction_instructions_compute_price_instruction_too_high
      payload_unknown_fourth_instruction payload_unknown_fifth_instruction
      payload_unknown_sixth_instruction payload_unknown_seventh_instruction
      payload_unknown_optional_instruction payload_no_transfer_instruction
      payload_transaction_fee_payer_transferring_funds payload_mint_mismatch
      payload_recipient_mismatch payload_amount_mismatch payload_memo_mismatch payload_memo_count`,
  },
  {
    class: 'permanent-client',
    prefix: `${exact}smart_wallet_`,
    means: 'The transaction of the smart wallet does something that the facilitator does not take.',
    codes: `fee_payer_not_isolated malformed_compute_budget malformed_compute_limit
      malformed_compute_price compute_units_too_high priority_fee_too_high
      unsupported_compute_budget_instruction alt_resolution_not_available compute_budget_violation
      cannot_derive_destination_ata no_transfer_in_simulation transfer_mismatch
      multiple_matching_transfers program_not_allowed`,
  },
  {
    class: 'infrastructure',
    ...lookFirst,
    prefix: exact,
    means: simulation,
    codes: `transaction_simulation_failed verification_failed smart_wallet_simulation_failed
      smart_wallet_alt_resolution_failed`,
  },
  {
    class: 'indeterminate',
    owner: 'chain',
    prefix: exact,
    means: 'A transaction was sent and did not succeed; its signature on chain decides.',
    codes: 'transaction_failed',
  },
  {
    class: 'duplicate',
    means: 'The same transaction was settled before.',
    codes: 'duplicate_settlement',
  },
  {
    class: 'transfer-mismatch',
    means: 'The transaction succeeded, and the transfer was not found afterwards.',
    codes: 'post_settlement_transfer_not_confirmed',
  },
  {
    class: 'permanent-config',
    prefix: upto,
    means: 'The terms or the charge of the route do not fit what the payer allowed.',
    codes: `authorizer_address_mismatch authorizer_not_configured delegated_settle_unauthenticated
      payload_settlement_exceeds_amount payment_requirements`,
  },
  {
    class: 'permanent-client',
    prefix: upto,
    means: 'The voucher or the opening of its channel does not fit what was asked for.',
    codes: `payload_amount payload_amount_mismatch payload_channel_id payload_channel_lifetime_exceeded
      payload_channel_seed payload_deposit_not_ceiling payload_expired payload_expires_at_mismatch
      payload_missing_voucher payload_nonce payload_not_yet_active payload_open_transaction
      payload_payer_mismatch payload_receiver_authorizer payload_type payload_unexpected_voucher
      payload_voucher_signature`,
  },
  {
    class: 'duplicate',
    prefix: upto,
    means: 'The channel of this payment is open already.',
    codes: 'channel_already_open',
  },
  {
    class: 'indeterminate',
    prefix: upto,
    means: 'The channel was sent to the chain, and nobody saw it arrive.',
    codes: 'channel_broadcast',
  },
  {
    class: 'infrastructure',
    ...lookFirst,
    prefix: upto,
    means: 'The channel could not be read, tried or kept by the facilitator.',
    codes: 'channel_state delegated_auth_store settlement_simulation',
  },
]
