import type { CodeGroup } from './group.ts'

/** What a PipRail gate says in `extensions.piprail.code`. */
export const gateCodes: readonly CodeGroup[] = [
  {
    class: 'transient',
    owner: 'chain',
    playbook: 'rpc-down',
    means: 'The gate does not see the transaction deep enough yet; it also says so when its node fails.',
    codes: 'tx_not_found insufficient_confirmations',
  },
  {
    class: 'permanent-client',
    means: 'The transaction that was shown as proof does not pay what was asked for.',
    codes: 'tx_reverted no_meta amount_too_low transfer_not_found payment_expired signature_invalid',
  },
  {
    class: 'permanent-config',
    means: 'The transaction paid another address: compare the recipient of the terms with the gate.',
    codes: 'wrong_recipient',
  },
  {
    class: 'duplicate',
    means: 'The transaction was used as proof before.',
    codes: 'tx_already_used',
  },
  {
    class: 'transient',
    owner: 'facilitator',
    means: 'The gate could not settle, and the authorization is still unused: present the same one again.',
    codes: 'settlement_failed',
  },
]

/** What the client of PipRail throws. */
export const clientCodes: readonly CodeGroup[] = [
  {
    class: 'indeterminate',
    means: 'The client stopped waiting; the payment behind its reference may have been made.',
    codes: 'PAYMENT_TIMEOUT MAX_RETRIES_EXCEEDED CONFIRMATION_TIMEOUT SETTLEMENT_FAILED',
  },
  {
    class: 'permanent-config',
    playbook: 'recipient-not-ready',
    means: 'The recipient cannot receive this token yet.',
    codes: 'RECIPIENT_NOT_READY',
  },
  {
    class: 'permanent-config',
    means: 'The client found no terms that it can pay, or could not read them.',
    codes: 'NO_COMPATIBLE_ACCEPT INVALID_ENVELOPE',
  },
]
