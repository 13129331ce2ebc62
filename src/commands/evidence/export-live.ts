import type { Gap } from '../../core/report.ts'
import {
  chainGaps,
  clockOf,
  collectHeads,
  collectMetrics,
  collectReceipts,
  metricsGaps,
  type Wanted,
} from '../../evidence/collect.ts'
import type { Piece } from '../../evidence/piece.ts'
import { expectProbe, probe } from '../../probe/room.ts'
import { httpFor, runMatrix } from '../matrix-run.ts'
import { type Running, runPart } from '../run-parts.ts'

/** What was asked while it was fresh, as pieces of the bundle, and what could not be had. */
export type LivePart = { readonly pieces: readonly Piece[]; readonly gaps: readonly Gap[] }

const json = (path: string, note: string, value: unknown): Piece => ({
  path,
  note,
  body: { kind: 'json', value },
})

async function chainFacts(running: Running, networks: readonly string[], wanted: readonly Wanted[]) {
  const { context, profile, deadline } = running
  context.progress('chain')
  const chain = await context.services.chain(profile)
  const heads = await collectHeads(networks, chain, deadline.signal)
  const receipts = await collectReceipts(wanted, chain, deadline.signal)
  return {
    pieces: [
      json('chain/heads.json', 'the head of each chain as each endpoint tells it', heads),
      json('chain/receipts.json', 'the receipts of the chosen payments, with block hashes', receipts),
    ],
    gaps: chainGaps(networks, heads, wanted, receipts),
  }
}

async function metricsFacts({ context, profile, deadline }: Running): Promise<LivePart> {
  const { metrics, limits } = profile
  if (metrics == null) return { pieces: [], gaps: [] }
  context.progress('metrics')
  const http = await context.services.http(profile)
  const seen = await collectMetrics(metrics, http, limits, deadline.signal)
  const note = 'the private counters of the service'
  return { pieces: [json('service/metrics.json', note, seen)], gaps: metricsGaps(seen) }
}

async function serviceFacts(running: Running): Promise<LivePart> {
  const { context, profile } = running
  if (profile.baseUrl === null) return { pieces: [], gaps: [] }
  const http = await context.services.http(profile)
  const probed = await runPart(running, probe, expectProbe(profile), { http, clock: context.clock })
  const looks = probed.seen.pages.flatMap((page) => page.looks)
  const asked = await runMatrix(running, await httpFor(context, profile), {
    variants: false,
    probeGarbage: false,
  })
  const unseen = looks.length > 0 && !looks.some((look) => look.seen)
  const part = ({ expected, seen, findings }: typeof probed) => ({ expected, seen, findings })
  return {
    pieces: [
      json('service/clock.json', 'the Date of the service against this machine', clockOf(looks)),
      json('service/probe.json', 'health, ready and status as they answered', part(probed)),
      ...(asked === null
        ? []
        : [
            json('service/matrix.json', 'every paid route asked without paying', {
              expected: asked.part.expected,
              seen: asked.part.seen,
              findings: asked.part.findings,
            }),
          ]),
    ],
    gaps: unseen ? [{ what: 'service', why: 'it did not answer' }] : [],
  }
}

/**
 * Asks what will not be there tomorrow, the most fleeting first: heads and receipts, counters, then the service's
 * pages and its price list. Never rejects for what it finds; what could not be had is a gap.
 */
export async function collectLive(
  running: Running,
  networks: readonly string[],
  wanted: readonly Wanted[],
): Promise<LivePart> {
  const parts = [
    ...(await Promise.all([chainFacts(running, networks, wanted), metricsFacts(running)])),
    await serviceFacts(running),
  ]
  return {
    pieces: parts.flatMap(({ pieces }) => pieces),
    gaps: parts.flatMap(({ gaps }) => gaps),
  }
}
