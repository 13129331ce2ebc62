import { normalId } from '../x402/fields.ts'
import { liveView } from './live.ts'
import type { DiscoverExpected, DiscoverSeen } from './shapes.ts'

/**
 * The addresses that get this service's money: those of the profile, past ones too, and where it has none, those
 * that the live 402s name.
 */
export function ourPayTos(
  { live }: Pick<DiscoverSeen, 'live'>,
  { pays }: Pick<DiscoverExpected, 'pays'>,
): readonly string[] {
  const configured = pays.flatMap(({ payTo, refundFrom }) => [
    ...payTo.map(({ address }) => address),
    ...refundFrom,
  ])
  const named = live.flatMap((route) =>
    liveView(route, pays).ways.flatMap((way) => (way.payTo === null ? [] : [way.payTo])),
  )
  const ours = configured.length > 0 ? configured : named
  return [...new Set(ours.map(normalId))]
}
