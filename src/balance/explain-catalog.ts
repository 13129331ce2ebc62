import type { Explanations } from '../core/explanation.ts'

const money = 'What an address holds tells whether payments arrive and whether refunds can be paid.'
const unseen = 'Unknown is not zero.'
const logs = 'Every payment leaves a transfer log; money without one is money that no reconciliation finds.'
const none = 'Nothing has to be done.'

/** What the codes of balances mean. */
export const explanations: Explanations = {
  BALANCE_READ: ['Every endpoint that was asked named this balance at one block.', money, none],
  BALANCE_SPLIT: ['Two endpoints name different balances at one and the same block.', unseen],
  BALANCE_NOT_SEEN: ['No endpoint told the balance.', unseen],
  NETWORK_NOT_READ: [
    'The network is not one whose balances this tool reads.',
    unseen,
    'Look it up in an explorer of that network.',
  ],
  DELTA_NOT_ASKED: ['The balance was read once, so nothing can be said about changes.', logs, none],
  DELTA_NOT_SEEN: ['Balance or transfers of a part of the time could not be read.', unseen],
  DELTA_CLOSES: ['The balance changed by what the transfer logs add up to.', logs, none],
  DELTA_DIFFERS: ['The balance changed by another amount than the transfer logs add up to.', logs],
  ARRIVED_BY_AUTHORIZATION: ['Money with the mark of x402 payments arrived while it was watched.', money],
}
