import type { CodeGroup } from './group.ts'

/** Reasons that only the facilitator of Coinbase (CDP) gives. */
export const cdpReasons: readonly CodeGroup[] = [
  {
    class: 'indeterminate',
    means: 'The transaction was sent, and its end was not seen.',
    codes: `settle_exact_evm_transaction_confirmation_timed_out settle_exact_node_failure
      invalid_exact_evm_failed_to_get_receipt`,
  },
  {
    class: 'indeterminate',
    owner: 'chain',
    means: 'A transaction was sent and did not succeed; its receipt and the nonce decide.',
    codes: 'settle_exact_failed_onchain',
  },
  {
    class: 'infrastructure',
    retry: 'WAIT',
    means:
      'The facilitator could not send the transaction; a wrong token name in the terms does that for all.',
    codes: 'invalid_exact_evm_failed_to_execute_transfer failed_to_execute_transfer',
  },
  {
    class: 'infrastructure',
    breaker: 'repeated',
    means: 'The facilitator could not read the chain while it looked at the payment.',
    prefix: 'invalid_exact_evm_',
    codes: `failed_to_verify_signature failed_to_check_nonce failed_to_get_balance
      failed_to_get_network_config failed_to_check_deployment verification_failed`,
  },
  {
    class: 'compliance',
    means: 'The facilitator refuses this payer, recipient or place.',
    codes: `kyt_risk_detected invalid_exact_evm_payload_authorization_from_address_kyt
      invalid_exact_evm_payload_authorization_to_address_kyt request_blocked_by_location`,
  },
  {
    class: 'permanent-config',
    means: 'The facilitator does not take payments of this kind or for this price.',
    codes: `self_send_not_allowed permit2_disabled amount_too_low invalid_bazaar_extension
      preflight_validation_failed`,
  },
  {
    class: 'unknown',
    owner: 'facilitator',
    means: 'The facilitator itself says that it does not know.',
    codes: 'unknown_error',
  },
]
