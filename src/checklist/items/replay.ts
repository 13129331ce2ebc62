import { amongInstances, replayKept, replayShared } from '../answer/of-facts.ts'
import { ofRoom } from '../answer/of-room.ts'
import type { Item } from '../shapes.ts'
import { ask, matrix, see } from './make.ts'

/** Items of the checklist: replay. */
export const replay: readonly Item[] = [
  see(
    'Replay',
    'replay-shared',
    'Do all instances know which payments were used?',
    replayShared,
    'Share the store between instances, or run one.',
    ['S167', 'S172', 'S74', 'S124'],
  ),
  see(
    'Replay',
    'replay-kept',
    'Are payments remembered for as long as offers live?',
    replayKept,
    'Keep them for maxTimeoutSeconds at least.',
    ['S170'],
  ),
  see(
    'Replay',
    'replay-seen',
    'Was no payment used twice?',
    ofRoom('reconcile', ['twice'], 'none in the books'),
    'Follow playbook duplicate-claim.',
    ['S87', 'S168'],
  ),
  see(
    'Replay',
    'instances-agree',
    'Do all instances say the same?',
    amongInstances(matrix('instances', 'all of them')),
    'Deploy the same version and variables everywhere.',
    ['S124'],
  ),
  ask(
    'Replay',
    'replay-atomic',
    'Is a payment looked up and marked in one step?',
    'SET NX or a unique key; two steps are a race.',
    ['S171', 'S87'],
  ),
  ask(
    'Replay',
    'delivery-durable',
    'Does what follows a payment survive a restart?',
    'awaitOnPaid, or a durable queue.',
    ['S178', 'S175'],
  ),
]
