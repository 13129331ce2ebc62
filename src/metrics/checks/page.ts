import type { Finding, Subject } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { MetricsExpected, MetricsSeen, PageLook } from '../shapes.ts'

/** What the findings of this room are about: the page, or one number of it. */
export function subjectOf({ page }: MetricsExpected, more = ''): Subject {
  return { kind: 'endpoint', id: `${page ?? 'metrics'}${more === '' ? '' : ` ${more}`}` }
}

function toldBy(look: PageLook, subject: Subject): Finding {
  if (look.kind === 'refused') return finding('METRICS_TOKEN_REFUSED', subject, { status: look.status })
  if (look.kind === 'unreadable') return finding('METRICS_UNREADABLE', subject, { why: look.why })
  if (look.kind !== 'sample') return finding('METRICS_UNREACHABLE', subject, { why: look.why })
  const { numbers, histograms, groups, format } = look.sample
  const count = [numbers, histograms, groups].reduce((sum, kind) => sum + Object.keys(kind).length, 0)
  if (count === 0) return finding('METRICS_NOTHING_KNOWN', subject, {})
  return finding('METRICS_READ', subject, { numbers: count, format: format === 'json' ? 'JSON' : 'text' })
}

/** The last look counts: it is the one that tells how things are now. */
export const page: Check<MetricsSeen, MetricsExpected> = {
  id: 'metrics-page',
  question: 'Can the metrics page be read?',
  judge: ({ looks }, expected) => {
    const subject = subjectOf(expected)
    const last = looks.at(-1)
    if (expected.page === null) return [finding('METRICS_NOT_CONFIGURED', subject, {})]
    if (last === undefined) return [finding('METRICS_UNREACHABLE', subject, { why: 'it was not asked' })]
    const { at, source, ref } = last
    const told = last.seen
      ? toldBy(last.value, subject)
      : finding('METRICS_UNREACHABLE', subject, { why: last.why.detail })
    return [{ ...told, evidence: [{ at, source, ref }] }]
  },
}
