import { forbiddenKept, twoNetworks } from '../answer/of-facts.ts'
import { ofRoom } from '../answer/of-room.ts'
import type { Item } from '../shapes.ts'
import { ask, facilitator, matrix, see } from './make.ts'

/** Items of the checklist: money. */
export const money: readonly Item[] = [
  see(
    'Money',
    'pay-to',
    'Does every 402 name your address?',
    matrix('pay-to', 'only addresses of the profile'),
    'Follow playbook wrong-terms.',
    ['S34'],
  ),
  see(
    'Money',
    'forbidden-pay-to',
    'Is no developer, buyer or test wallet paid?',
    forbiddenKept,
    'List them under pays[].forbiddenPayTo, and take any of them out of the service.',
    ['S63'],
  ),
  see(
    'Money',
    'asset',
    'Does every 402 name your token?',
    matrix('asset', 'only tokens of the profile'),
    'Follow playbook wrong-terms.',
    ['S33'],
  ),
  see(
    'Money',
    'network',
    'Does every 402 name your network?',
    matrix('network', 'only networks of the profile'),
    'Follow playbook wrong-terms.',
    ['S32'],
  ),
  see(
    'Money',
    'price',
    'Does every 402 name your price?',
    matrix('amount', 'as configured'),
    'Follow playbook wrong-terms.',
    ['S35'],
  ),
  see(
    'Money',
    'token-name',
    'Is the name that payers sign for the one of the token on the chain?',
    matrix('token', 'as the contract says'),
    'Set extra.name and extra.version to what the token says.',
    ['S307', 'S205'],
  ),
  see(
    'Money',
    'minimum',
    'Is every price large enough for the facilitator?',
    facilitator('minimum', 'none is below the minimum'),
    'Raise the price, or use a facilitator that takes it.',
    ['S308', 'S274'],
  ),
  see(
    'Money',
    'recipient-ready',
    'Can your address receive the token?',
    ofRoom('recipient', ['ready', 'address'], 'not blocked, token not paused'),
    'Follow playbook recipient-not-ready.',
    ['S184'],
  ),
  see(
    'Money',
    'nothing-free',
    'Is nothing that costs money served for free?',
    matrix('answer', 'every route asks for payment', ['SERVED_FREE', 'GARBAGE_ACCEPTED']),
    'Follow playbook served-free.',
    ['S10'],
  ),
  see(
    'Money',
    'two-networks',
    'Is there a second network to pay on?',
    twoNetworks,
    'Offer one, or decide that one is enough.',
    ['S313'],
  ),
  ask(
    'Money',
    'launch-decided',
    'Did somebody decide on mainnet, beyond setting a variable?',
    'Write down who decided and when.',
    ['S64'],
  ),
  ask(
    'Money',
    'wallet-separate',
    'Is the receiving wallet used for nothing else?',
    'Use an address of its own.',
    ['S63'],
  ),
]
