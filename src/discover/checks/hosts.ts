import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { DiscoverExpected, DiscoverSeen } from '../shapes.ts'
import { viewOf } from '../view.ts'

/** Whether the documents of a service send agents to its own address. */
export const hosts: Check<DiscoverSeen, DiscoverExpected> = {
  id: 'discover.hosts',
  question: 'Do the documents name routes of this service?',
  judge: (seen, expected) =>
    viewOf(seen, expected).documents.flatMap(({ document, leftOut, look }) => {
      const origins = [...new Set(leftOut.flatMap(({ origin }) => (origin === undefined ? [] : [origin])))]
      const own = origins.filter(
        (origin) => URL.canParse(origin) && expected.hosts.includes(new URL(origin).host),
      )
      const foreign = origins.filter((origin) => !own.includes(origin))
      if (foreign.length === 0) return []
      const count = leftOut.filter(({ origin }) => origin !== undefined && foreign.includes(origin)).length
      const args = { where: document, hosts: foreign.slice(0, 5), count, payTo: null }
      return [finding('DISCOVER_FOREIGN_HOST', { kind: 'endpoint', id: document }, args, [look])]
    }),
}
