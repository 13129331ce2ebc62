import type { CodeGroup } from './group.ts'

const prefix = 'invalid_batch_settlement_evm_'
const lookFirst = { breaker: 'repeated', owner: 'unknown', retry: 'WAIT' } as const

/** Reasons of `batch-settlement` (payment channels) on EVM chains. */
export const batchReasons: readonly CodeGroup[] = [
  {
    class: 'permanent-client',
    prefix,
    means: 'The voucher or its channel does not fit what was asked for.',
    codes: `channel_id_invalid channel_id_mismatch channel_not_found charge_exceeds_signed_cumulative
      cumulative_amount_mismatch cumulative_below_claimed cumulative_exceeds_balance
      deposit_below_min_deposit missing_channel payload_type receiver_mismatch token_mismatch
      voucher_signature receive_authorization_signature refund_amount_invalid refund_no_balance
      refund_payload insufficient_balance`,
  },
  {
    class: 'permanent-client',
    prefix,
    means: 'The permission for the deposit is missing, malformed, expired or for another amount.',
    codes: `eip2612_amount_mismatch eip6492_factory_not_allowed erc20_approval_unavailable
      erc3009_authorization_required payload_authorization_valid_after
      payload_authorization_valid_before permit2_allowance_required permit2_amount_mismatch
      permit2_authorization_required permit2_deadline_expired permit2_invalid_signature
      permit2_invalid_spender`,
  },
  {
    class: 'permanent-config',
    prefix,
    means: 'The terms of the channel are wrong: authorizer, token, network, scheme or withdraw delay.',
    codes: `authorizer_address_mismatch authorizer_not_configured missing_eip712_domain network_mismatch
      receiver_authorizer_mismatch scheme withdraw_delay_mismatch withdraw_delay_out_of_range`,
  },
  {
    class: 'infrastructure',
    ...lookFirst,
    prefix,
    means: 'A transaction of the channel failed when it was tried without sending it.',
    codes: `claim_simulation_failed deposit_simulation_failed refund_simulation_failed settle_simulation_failed
      smart_wallet_deployment_failed`,
  },
  {
    class: 'infrastructure',
    breaker: 'repeated',
    prefix,
    means: 'The node or the store of the facilitator could not be read.',
    codes: 'rpc_read_failed verification_state_unavailable',
  },
  {
    class: 'indeterminate',
    owner: 'chain',
    prefix,
    means: 'A transaction of the channel was sent and did not succeed, or nobody saw it succeed.',
    codes: `claim_transaction_failed deposit_transaction_failed refund_transaction_failed
      settle_transaction_failed transaction_reverted wait_for_receipt_failed`,
  },
  { class: 'transient', prefix, means: 'The channel is busy with another request.', codes: 'channel_busy' },
  {
    class: 'duplicate',
    prefix,
    means: 'There is nothing left to settle: what was due was settled earlier.',
    codes: 'nothing_to_settle',
  },
]
