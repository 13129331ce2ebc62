import type { Clock, Http, HttpAnswer } from '../../core/ports.ts'
import { readChallenge } from '../../x402/payment-required.ts'
import type { InFlight } from '../shapes.ts'
import type {
  AfterDrain,
  InstanceLook,
  ProofAnswer,
  ProofAsk,
  ProofExpected,
  ProofPass,
  ProofSeen,
  ProofStatus,
} from './shapes.ts'

/** What the proof needs of the world. `pass` runs the matrix on an instance; `after` looks for late money. */
export type ProofPorts = {
  readonly http: Http
  readonly clock: Clock
  readonly pass: (instance: string) => Promise<ProofPass>
  readonly after: (from: Date) => Promise<AfterDrain>
  readonly tracks: readonly InFlight[]
}

const maxBodyBytes = 65_536
const pageBytes = 262_144

function readTerms({ headers, body }: HttpAnswer): boolean {
  const { offers } = readChallenge({ headers, body })
  return offers.some(({ accepts }) => accepts.length > 0)
}

async function ask(
  instance: string,
  { route, method, path, body, type, beside }: ProofAsk,
  { timeoutMs }: ProofExpected,
  { http }: ProofPorts,
  signal: AbortSignal,
): Promise<ProofAnswer> {
  const request = {
    ...{ method, url: `${instance}${path}`, timeoutMs, maxBodyBytes, trust: 'operator' as const },
    headers: { accept: 'application/json', ...(body === null ? {} : { 'content-type': type }) },
    ...(body === null ? {} : { body }),
  }
  const seen = await http.send(request, signal)
  const base = { route, method, at: seen.at, ...(beside === undefined ? {} : { beside }) }
  if (!seen.seen) return { ...base, status: null, terms: false, why: seen.why.detail }
  return { ...base, status: seen.value.status, terms: readTerms(seen.value), why: null }
}

async function page(
  instance: string,
  { statusPath, timeoutMs }: ProofExpected,
  { http }: ProofPorts,
  signal: AbortSignal,
): Promise<ProofStatus> {
  const request = { method: 'GET', url: `${instance}${statusPath}`, timeoutMs, maxBodyBytes: pageBytes }
  const seen = await http.send({ ...request, trust: 'operator' }, signal)
  if (!seen.seen) return { status: null, value: null }
  try {
    return { status: seen.value.status, value: JSON.parse(seen.value.body) as unknown }
  } catch {
    return { status: seen.value.status, value: null }
  }
}

async function lookAt(
  instance: string,
  expected: ProofExpected,
  ports: ProofPorts,
  signal: AbortSignal,
): Promise<InstanceLook> {
  const answers: ProofAnswer[] = []
  if (expected.expect === 'off') {
    for (let round = 0; round < expected.rounds && !signal.aborted; round += 1)
      for (const each of expected.asks) answers.push(await ask(instance, each, expected, ports, signal))
  }
  const compares = Object.keys(expected.status).length > 0
  return {
    instance,
    answers,
    page: compares ? await page(instance, expected, ports, signal) : null,
    pass: expected.expect === 'on' ? await ports.pass(instance) : null,
  }
}

/** When no offer that was given out before the switch can be paid any more; null when that is not known. */
export function drainedAt({ switchedAt, drainSeconds }: ProofExpected): Date | null {
  if (switchedAt === null || drainSeconds === null) return null
  return new Date(Date.parse(switchedAt) + drainSeconds * 1000)
}

/** Asks every instance, as often as expected, and then for late money when its time has come. Never throws. */
export async function collectProof(
  expected: ProofExpected,
  ports: ProofPorts,
  signal: AbortSignal,
): Promise<ProofSeen> {
  const { clock, tracks } = ports
  const looks: ProofSeen['looks'][number][] = []
  for (let turn = 0; turn < expected.looks && !signal.aborted; turn += 1) {
    if (turn > 0) await clock.sleep(expected.apartMs, signal)
    if (signal.aborted) break
    const at = clock.now().toISOString()
    const instances = await Promise.all(
      expected.instances.map((instance) => lookAt(instance, expected, ports, signal)),
    )
    looks.push({ at, instances })
  }
  const drained = expected.expect === 'off' ? drainedAt(expected) : null
  const after = drained === null || drained > clock.now() ? null : await ports.after(drained)
  return { at: clock.now().toISOString(), looks, after, tracks }
}
