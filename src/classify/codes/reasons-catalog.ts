import type { CodeGroup } from './group.ts'

const lookFirst = { retry: 'WAIT' } as const
const repeated = { breaker: 'repeated', owner: 'unknown', ...lookFirst } as const
const simulation =
  'The transfer failed when it was tried without sending it; a payment that was settled before fails the same way.'
const failedOnChain =
  'A transaction was sent and did not succeed; its receipt and the nonce decide, not this text.'

/** Reasons of the x402 specification, section 9, and those that every scheme shares. */
export const specReasons: readonly CodeGroup[] = [
  {
    class: 'permanent-client',
    means: 'The payer does not hold enough of the token.',
    codes: `insufficient_funds invalid_exact_evm_insufficient_balance permit2_insufficient_balance
      invalid_exact_evm_insufficient_funds insufficient_balance`,
  },
  {
    class: 'permanent-client',
    means: 'The authorization is not valid at this time: it expired, is about to, or is not valid yet.',
    codes: `invalid_exact_evm_payload_authorization_valid_after invalid_exact_evm_payload_authorization_valid_before
      permit2_deadline_expired permit2_not_yet_valid permit2_payment_too_early payment_expired
      invalid_exact_evm_valid_before invalid_exact_evm_valid_after expired_authorization authorization_expired`,
  },
  {
    class: 'permanent-client',
    means: 'The amount that was signed is not the amount that was asked for.',
    codes: `invalid_exact_evm_payload_authorization_value_mismatch invalid_exact_evm_authorization_value
      invalid_exact_evm_payload_authorization_value invalid_exact_evm_payload_authorization_value_too_low
      permit2_amount_mismatch permit2_invalid_amount permit2_2612_amount_mismatch invalid_amount`,
  },
  {
    class: 'permanent-client',
    means: 'The signature does not fit the payment: another signer, chain, token name or version.',
    codes: `invalid_exact_evm_payload_signature invalid_exact_evm_signature
      invalid_exact_evm_failed_to_parse_signature invalid_permit2_signature
      invalid_exact_evm_payload_signature_address invalid_exact_evm_payload_missing_signature
      invalid_exact_evm_signature_format invalid_exact_evm_payload_authorization_typed_data_message
      invalid_signature`,
  },
  {
    class: 'permanent-client',
    means: 'The payment names another recipient than the terms.',
    codes: `invalid_exact_evm_payload_recipient_mismatch invalid_exact_evm_recipient_mismatch
      invalid_permit2_recipient_mismatch invalid_recipient`,
  },
  {
    class: 'permanent-client',
    playbook: 'verify-ok-settle-fail',
    means:
      'The payment has a form that the facilitator does not take; first check token name and smallest amount.',
    codes: `invalid_payload invalid_x402_version unsupported_payload_type invalid_payment
      invalid_exact_evm_payload extension_echo_mismatch`,
  },
  {
    class: 'permanent-config',
    means: 'Scheme or network of the terms are not what the facilitator or the payer works with.',
    codes: `invalid_network invalid_scheme unsupported_scheme invalid_payment_requirements network_mismatch
      unsupported_network invalid_exact_evm_scheme invalid_exact_evm_network_mismatch
      invalid_exact_evm_unsupported_scheme scheme_mismatch`,
  },
  {
    class: 'infrastructure',
    ...repeated,
    means: 'The facilitator failed while it worked on the payment and does not say at which step.',
    codes: 'unexpected_settle_error',
  },
  {
    class: 'infrastructure',
    breaker: 'repeated',
    means: 'The facilitator failed while it looked at the payment; nothing was sent to the chain.',
    codes: 'unexpected_verify_error',
  },
  {
    class: 'indeterminate',
    owner: 'chain',
    means: failedOnChain,
    codes: `invalid_transaction_state invalid_exact_evm_transaction_failed transaction_failed
      invalid_exact_evm_transaction_state invalid_upto_evm_transaction_failed`,
  },
  {
    class: 'indeterminate',
    means: 'The transaction was sent and is not confirmed yet.',
    codes: 'settlement_pending',
  },
]

/** Reasons of `exact` and Permit2 on EVM chains, of gas sponsoring and of `upto`. */
export const evmReasons: readonly CodeGroup[] = [
  {
    class: 'duplicate',
    means: 'The nonce is used: the payment was settled or cancelled earlier.',
    codes: 'invalid_exact_evm_nonce_already_used permit2_invalid_nonce nonce_already_used',
  },
  {
    class: 'permanent-config',
    means: 'Name, version or address of the token in the terms are not those of its contract.',
    codes: `asset_not_deployed_contract invalid_exact_evm_missing_eip712_domain
      invalid_exact_evm_token_name_mismatch invalid_exact_evm_token_version_mismatch
      invalid_exact_evm_eip3009_not_supported permit2_proxy_not_deployed permit2_invalid_destination
      invalid_exact_evm_required_amount invalid_exact_evm_extra_field`,
  },
  {
    class: 'permanent-config',
    means: 'The route or its facilitator charges otherwise than the payer allowed.',
    prefix: '',
    codes: `upto_facilitator_mismatch upto_unauthorized_facilitator upto_amount_exceeds_permitted
      invalid_upto_evm_scheme invalid_upto_evm_network_mismatch
      invalid_upto_evm_payload_settlement_exceeds_amount`,
  },
  {
    class: 'permanent-client',
    means: 'The payer has not allowed the token contract or Permit2 to move the amount.',
    codes: 'permit2_allowance_required insufficient_allowance permit2_token_mismatch permit2_invalid_owner',
  },
  {
    class: 'permanent-client',
    means: 'The permission names another spender than the one that settles.',
    codes: 'invalid_permit2_spender invalid_spender',
  },
  {
    class: 'permanent-client',
    means: 'The smart wallet of the payer cannot be used: it is not deployed, or its factory is not allowed.',
    codes: 'eip6492_factory_not_allowed invalid_exact_evm_payload_undeployed_smart_wallet',
  },
  {
    class: 'permanent-client',
    means: 'The permission that would spare the payer the gas is malformed or about something else.',
    codes: `invalid_eip2612_extension_format eip2612_from_mismatch eip2612_asset_mismatch
      eip2612_spender_not_permit2 eip2612_deadline_expired invalid_erc20_approval_extension_format
      erc20_approval_from_mismatch erc20_approval_asset_mismatch erc20_approval_spender_not_permit2
      erc20_approval_tx_wrong_target erc20_approval_tx_wrong_selector erc20_approval_tx_wrong_spender
      erc20_approval_tx_invalid_calldata erc20_approval_tx_signer_mismatch
      erc20_approval_tx_invalid_signature erc20_approval_tx_parse_failed`,
  },
  {
    class: 'infrastructure',
    ...repeated,
    means: 'A preparing transaction (approval, wallet) could not be sent or failed; look up the nonce.',
    codes: 'erc20_approval_tx_failed erc20_approval_broadcast_failed smart_wallet_deployment_failed',
  },
  {
    class: 'infrastructure',
    ...repeated,
    means: simulation,
    codes:
      'invalid_exact_evm_transaction_simulation_failed permit2_simulation_failed simulation_failed transaction_simulation_failed',
  },
  {
    class: 'infrastructure',
    breaker: 'repeated',
    means: 'The allowance of the payer could not be read.',
    codes: 'allowance_check_failed',
  },
  {
    class: 'transfer-mismatch',
    means: 'The transaction succeeded without the transfer that was due.',
    codes: 'invalid_exact_evm_transfer_event_mismatch',
  },
]

/** Reasons of `x402` 1.2.0 that later packages do not know, and sentences of both server packages as words. */
export const v1Reasons: readonly CodeGroup[] = [
  {
    class: 'indeterminate',
    means: 'The transaction was sent, and nobody waited until it was confirmed.',
    prefix: 'settle_exact_svm_',
    codes: 'block_height_exceeded transaction_confirmation_timed_out',
  },
  {
    class: 'permanent-client',
    means: 'The Solana transaction is not the single transfer that was asked for.',
    prefix: 'invalid_exact_svm_payload_transaction_',
    codes: `amount_mismatch create_ata_instruction create_ata_instruction_incorrect_payee
      create_ata_instruction_incorrect_asset instructions instruction_not_spl_token_transfer_checked
      instruction_not_token_2022_transfer_checked fee_payer_included_in_instruction_accounts
      not_a_transfer_instruction sender_ata_not_found transfer_to_incorrect_ata`,
  },
  {
    class: 'permanent-config',
    playbook: 'recipient-not-ready',
    means: 'The recipient has no token account for this token.',
    codes: 'invalid_exact_svm_payload_transaction_receiver_ata_not_found',
  },
  {
    class: 'infrastructure',
    ...repeated,
    means: simulation,
    codes: 'invalid_exact_svm_payload_transaction_simulation_failed',
  },
]
