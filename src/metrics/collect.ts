import { type Observation, saw } from '../core/observation.ts'
import { lookOf } from './sample.ts'
import type { MetricsExpected, MetricsPorts, MetricsSeen, PageLook } from './shapes.ts'

async function look(
  expected: MetricsExpected,
  { http, url, token }: MetricsPorts,
  signal: AbortSignal,
): Promise<Observation<PageLook>> {
  const { timeoutMs, maxBodyBytes, page } = expected
  const answer = await http.send(
    {
      method: 'GET',
      url: url ?? '',
      headers: { accept: 'application/json, text/plain;q=0.9, */*;q=0.1' },
      ...(token === null ? {} : { token }),
      ...{ timeoutMs, maxBodyBytes, trust: 'operator' },
    },
    signal,
  )
  if (!answer.seen) return { ...answer, ref: page ?? answer.ref }
  const { at, source, value } = answer
  return saw({ at, source, ref: page ?? answer.ref }, lookOf(value, expected, value.receivedAt))
}

/**
 * Asks the page once when there is an earlier sample to compare with, else twice. Never rejects; nothing is asked
 * when no page is configured, and not a second time when the first look brought no sample.
 */
export async function collectMetrics(
  expected: MetricsExpected,
  ports: MetricsPorts,
  signal: AbortSignal,
): Promise<MetricsSeen> {
  if (expected.page === null || ports.url === null) return { looks: [] }
  const first = await look(expected, ports, signal)
  const told = first.seen && first.value.kind === 'sample'
  if (!told || expected.earlier !== null) return { looks: [first] }
  await ports.clock.sleep(expected.apartMs, signal)
  if (signal.aborted) return { looks: [first] }
  return { looks: [first, await look(expected, ports, signal)] }
}
