import { describe, expect, test } from 'vitest'
import {
  type Firmness,
  isDead,
  isEnded,
  isPaid,
  type SettlementState,
  settlementStates,
} from '../../../src/payments/settlement/states.ts'
import {
  advance,
  isLegalMove,
  legalMoves,
  type Standing,
} from '../../../src/payments/settlement/transitions.ts'

/** The chain as it truly is: what stands at its tip, and what a reorganisation can no longer take back. */
type World = {
  readonly tip: 'unused' | 'used' | 'reverted' | 'cancelled'
  readonly final: 'unused' | 'used' | 'reverted' | 'cancelled'
  readonly expired: 'no' | 'at the tip' | 'finalized'
}
type System = { readonly world: World; readonly track: Standing }

const provisional = (state: SettlementState): Standing => ({ state, firmness: 'provisional' })
const finalized = (state: SettlementState): Standing => ({ state, firmness: 'finalized' })

/** What an honest and complete look shows, told from the world and not from our code. */
function lookAt({ tip, final, expired }: World): Standing {
  if (tip === 'used') return final === 'used' ? finalized('confirmed_late') : provisional('confirmed_late')
  if (final === 'cancelled') return finalized('cancelled')
  if (expired === 'finalized' && tip !== 'cancelled') {
    return finalized(tip === 'reverted' ? 'failed' : 'expired_unused')
  }
  return provisional(tip === 'reverted' ? 'unresolved' : 'not_found')
}

/** Everything that can happen next, time and chain and our looks at it. */
function worldAfter(world: World): readonly World[] {
  const { tip, final, expired } = world
  const open = tip === 'unused' || tip === 'reverted'
  const next: World[] = []
  if (open && expired === 'no') next.push({ ...world, tip: 'used' }, { ...world, tip: 'reverted' })
  if (open) next.push({ ...world, tip: 'cancelled' })
  // A transaction after the end reverts: it still stands on chain.
  if (open) next.push({ ...world, tip: 'reverted' })
  if (expired === 'no') next.push({ ...world, expired: 'at the tip' })
  if (tip !== final) next.push({ ...world, tip: final })
  // A reorganisation may replace a payment by a cancellation, and put back the time.
  if (final === 'unused' && expired !== 'finalized') next.push({ tip: 'cancelled', final, expired: 'no' })
  next.push({ ...world, final: tip, expired: expired === 'at the tip' ? 'finalized' : expired })
  return next
}

const blind: readonly Standing[] = [provisional('unresolved'), provisional('pending'), provisional('idle')]

/** Every state of world and track that any sequence of events can lead to, with the moves made on the way. */
function explore() {
  const start: System = {
    world: { tip: 'unused', final: 'unused', expired: 'no' },
    track: provisional('idle'),
  }
  const key = (system: System) => JSON.stringify(system)
  const seen = new Map([[key(start), start]])
  const moves: {
    readonly from: System
    readonly steps: readonly SettlementState[]
    readonly now: Standing
  }[] = []
  const refused: string[] = []
  for (const system of seen.values()) {
    const { world, track } = system
    const looks = [lookAt(world), ...blind, provisional('reversed')].map((look) => ({
      look,
      is: advance(track, look),
    }))
    for (const { look, is } of looks) {
      if (is.ok) moves.push({ from: system, steps: is.steps, now: is.now })
      else refused.push(`${track.state} (${track.firmness}) -> ${look.state} in ${JSON.stringify(world)}`)
    }
    const after = [
      ...worldAfter(world).map((next) => ({ world: next, track })),
      ...looks.flatMap(({ is }) => (is.ok ? [{ world, track: is.now }] : [])),
    ]
    for (const next of after) if (!seen.has(key(next))) seen.set(key(next), next)
  }
  return { systems: [...seen.values()], moves, refused }
}

describe('every sequence of events, reorganisations included, to the end', () => {
  const { systems, moves, refused } = explore()

  test('every state of a track is reached', () => {
    const walked = moves.flatMap(({ steps }) => steps)
    const all = new Set(['idle', 'confirmed', ...walked])
    expect([...settlementStates].filter((state) => !all.has(state))).toEqual([])
  })

  test('every step is in the table', () => {
    const illegal = moves.flatMap(({ from, steps }) =>
      steps.filter((to, i) => !isLegalMove(steps[i - 1] ?? from.track.state, to)),
    )
    expect(illegal).toEqual([])
  })

  test('the last step is where the track stands', () => {
    expect(moves.filter(({ steps, now, from }) => (steps.at(-1) ?? from.track.state) !== now.state)).toEqual(
      [],
    )
  })

  test('a track never says dead while the money moved or still can', () => {
    const wrong = systems.filter(({ world, track }) => {
      const canMove = world.expired !== 'finalized' && world.final !== 'cancelled'
      return isDead(track.state) && (world.tip === 'used' || canMove)
    })
    expect(wrong).toEqual([])
  })

  test('what is finalized never moves', () => {
    const left = moves.filter(({ from, steps }) => from.track.firmness === 'finalized' && steps.length > 0)
    expect(left).toEqual([])
  })

  test('paid becomes unpaid only through reversed, and reversed is looked for again', () => {
    const unsaid = moves.filter(
      ({ from, now, steps }) => isPaid(from.track.state) && !isPaid(now.state) && steps[0] !== 'reversed',
    )
    expect(unsaid).toEqual([])
    const dropped = moves.filter(({ steps }) => {
      const at = steps.indexOf('reversed')
      return at >= 0 && at + 1 < steps.length && steps[at + 1] !== 'polling'
    })
    expect(dropped).toEqual([])
  })

  test('an honest look is refused only when a finalized answer would have to go', () => {
    expect(refused.filter((text) => !text.includes('(finalized)'))).toEqual([])
  })

  test('from everywhere the truth is reached by looking, once the chain is final', () => {
    const stuck = systems.filter(({ world, track }) => {
      const settled: World = { ...world, final: world.tip, expired: 'finalized' }
      const truth = lookAt(settled)
      const first = advance(track, truth)
      return !(first.ok && isEnded(first.now) && isPaid(first.now.state) === isPaid(truth.state))
    })
    expect(stuck).toEqual([])
  })
})

describe('the table itself', () => {
  test('leaves the dead where they are', () => {
    expect(settlementStates.filter((state) => legalMoves[state].length === 0)).toEqual(
      settlementStates.filter(isDead),
    )
  })

  test('contradictions are answers, never thrown and never walked', () => {
    const firmnesses: readonly Firmness[] = ['provisional', 'counted', 'finalized']
    const all = settlementStates.flatMap((state) => firmnesses.map((firmness) => ({ state, firmness })))
    const answers = all.flatMap((before) => all.map((seen) => ({ before, seen, is: advance(before, seen) })))
    const from = ({ before }: { readonly before: Standing }) => before.state
    const refusals = answers.filter(({ is }) => !is.ok)
    expect(new Set(refusals.map(from))).toEqual(
      new Set<SettlementState>(['confirmed', 'confirmed_late', 'failed', 'cancelled', 'expired_unused']),
    )
    expect(refusals.every(({ before }) => isDead(before.state) || before.firmness === 'finalized')).toBe(true)
  })
})
