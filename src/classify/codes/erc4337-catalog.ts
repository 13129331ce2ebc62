import type { CodeGroup } from './group.ts'

const playbook = 'paymaster-rejection'

/** What an EntryPoint says, by ERC-4337 (0.6 to 0.8). */
export const entryPointCodes: readonly CodeGroup[] = [
  {
    class: 'permanent-client',
    playbook,
    means: 'The account could not be created, exists already, or is not deployed.',
    codes: 'AA10 AA13 AA14 AA15 AA20',
  },
  {
    class: 'permanent-client',
    playbook,
    means: 'Nobody paid the gas in advance: the account holds none and no paymaster sponsored it.',
    codes: 'AA21',
  },
  {
    class: 'permanent-client',
    playbook,
    means: 'The operation expired or is not due yet; check the clock.',
    codes: 'AA22',
  },
  { class: 'permanent-client', playbook, means: 'The account refused the operation.', codes: 'AA23' },
  { class: 'permanent-client', playbook, means: 'The signature of the account is wrong.', codes: 'AA24' },
  {
    class: 'permanent-client',
    playbook,
    retry: 'WAIT',
    means:
      'The account nonce is not the next one (it is no signature error): an earlier operation may have paid.',
    codes: 'AA25',
  },
  {
    class: 'permanent-client',
    playbook,
    means: 'The operation allows too little gas for its own check.',
    codes: 'AA26 AA40 AA41',
  },
  {
    class: 'permanent-config',
    playbook,
    means: 'The paymaster is not deployed on this chain, or its signature is wrong.',
    codes: 'AA30 AA34',
  },
  {
    class: 'infrastructure',
    playbook,
    means: 'The deposit of the paymaster is too low (it is not its stake): fund it.',
    codes: 'AA31',
  },
  {
    class: 'infrastructure',
    playbook,
    means: 'What the paymaster signed expired or is not due yet; check its clock.',
    codes: 'AA32',
  },
  {
    class: 'infrastructure',
    playbook,
    breaker: 'repeated',
    means: 'The paymaster refused the operation or ran out of gas.',
    codes: 'AA33 AA36 AA50 AA51',
  },
  {
    class: 'infrastructure',
    playbook,
    breaker: 'repeated',
    retry: 'WAIT',
    means: 'The bundler called the EntryPoint wrongly.',
    codes: 'AA90 AA91 AA92 AA93 AA94 AA95 AA96 AA97 AA98 AA99',
  },
]

/** Error numbers of bundlers, as decimal text, and of JSON-RPC where they tell something. */
export const bundlerCodes: readonly CodeGroup[] = [
  {
    class: 'permanent-client',
    playbook,
    means: 'The EntryPoint, a forbidden instruction or the time range refused the operation.',
    codes: '-32500 -32502 -32503',
  },
  {
    class: 'infrastructure',
    playbook,
    breaker: 'repeated',
    means: 'The paymaster refused the operation.',
    codes: '-32501',
  },
  { class: 'transient', playbook, means: 'The paymaster or account is throttled.', codes: '-32504' },
  {
    class: 'permanent-config',
    playbook,
    owner: 'facilitator',
    means: 'The stake, or the time it is locked, is too low for this bundler.',
    codes: '-32505',
  },
  {
    class: 'permanent-config',
    playbook,
    owner: 'facilitator',
    means: 'The bundler does not take the aggregator.',
    codes: '-32506',
  },
  { class: 'permanent-client', playbook, means: 'The signature of the operation is wrong.', codes: '-32507' },
  {
    class: 'infrastructure',
    playbook,
    means: 'The paymaster has too little balance for this operation: fund it.',
    codes: '-32508',
  },
  {
    class: 'unknown',
    playbook,
    means: 'A bundler refused the operation, with a number of which no meaning is published.',
    codes: '-32509',
  },
  {
    class: 'permanent-client',
    playbook,
    retry: 'WAIT',
    means: 'The operation reverts when it is run.',
    codes: '-32521',
  },
  {
    class: 'transient',
    playbook: 'rpc-down',
    owner: 'chain',
    means: 'The node limits how often it is asked.',
    codes: '-32005',
  },
  {
    class: 'infrastructure',
    playbook: 'rpc-down',
    owner: 'chain',
    breaker: 'repeated',
    means: 'The node failed inside.',
    codes: '-32603',
  },
]
