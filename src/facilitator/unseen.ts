import type { Finding } from '../core/finding.ts'
import { finding } from './catalog.ts'
import { allSubject } from './page.ts'
import type { Target } from './shapes.ts'

/** One finding for everything that a check could not see; none when it saw all. */
export function notSeen(
  check: string,
  what: string,
  targets: readonly Pick<Target, 'label'>[],
): readonly Finding[] {
  if (targets.length === 0) return []
  const of = targets.map(({ label }) => label)
  return [finding('FACILITATOR_NOT_SEEN', allSubject(`${check} ${of.join(' ')}`), { what, of })]
}
