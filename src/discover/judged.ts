import type { Check } from '../core/room.ts'
import { finding } from './catalog.ts'
import type { DiscoverExpected, DiscoverSeen } from './shapes.ts'
import { type DiscoverView, viewOf } from './view.ts'

type DiscoverCheck = Check<DiscoverSeen, DiscoverExpected>

/** Without a finding a check passes, so one that had nothing to compare has to say so. */
function unlessSeen(
  check: DiscoverCheck,
  why: string,
  isSeen: (view: DiscoverView) => boolean,
): DiscoverCheck {
  const judge: DiscoverCheck['judge'] = (seen, expected) => {
    const found = check.judge(seen, expected)
    if (found.length > 0 || isSeen(viewOf(seen, expected))) return found
    return [finding('DISCOVER_NOT_COMPARED', { kind: 'profile', id: check.id }, { why })]
  }
  return { ...check, judge }
}

const named = ({ documents }: DiscoverView) => documents.some(({ offers }) => offers.length > 0)
const asked = ({ live }: DiscoverView) => live.some(({ ways }) => ways.length > 0)

/** The check, skipped where no document names a paid route. */
export function whereNamed(check: DiscoverCheck): DiscoverCheck {
  return unlessSeen(check, 'no document names a paid route', named)
}

/** The check, skipped where no 402 with terms was seen. */
export function whereAsked(check: DiscoverCheck): DiscoverCheck {
  return unlessSeen(check, 'no 402 with terms was seen', asked)
}

/** The check, skipped where there are not both: a document that names routes, and a 402 with terms. */
export function whereBoth(check: DiscoverCheck): DiscoverCheck {
  return whereNamed(whereAsked(check))
}
