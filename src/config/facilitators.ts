import { OpsError } from '../core/errors.ts'
import type { Facilitator } from '../core/profile.ts'
import type { Secret } from '../core/secret.ts'
import type { SecretReference } from '../core/secret-reference.ts'
import { caip2 } from '../networks/lookup.ts'
import type { Given, GivenValue } from './given.ts'
import type { Layer, Origin, ProfileTree } from './layers.ts'
import type { Path } from './problem.ts'
import { type OriginRow, rowsOf } from './rows.ts'
import { besideFile, referenceOf } from './secret-place.ts'
import { normalServiceUrl, printableUrl, serviceUrlProblem } from './url.ts'

type Written = ProfileTree['facilitators'][number]

/** A facilitator as it was named, with where its credential is kept. */
export type FacilitatorEntry = {
  readonly value: Written
  readonly auth: SecretReference | null
  readonly originOf: (path: Path) => Origin
}

function checked(text: string, label: string): string {
  const found = serviceUrlProblem(text)
  if (found !== undefined) {
    throw new OpsError('URL_UNUSABLE', { flag: label, url: printableUrl(text), reason: `${found.problem}.` })
  }
  return normalServiceUrl(text)
}

// `env:` and the name of a variable: anchored, one class, bounded.
const envName = /^env:([A-Za-z_][A-Za-z0-9_]{0,127})$/

/** The value itself is never echoed: somebody may have given the credential instead of its place. */
function placeOf({ value, label }: GivenValue<string>, urls: number): SecretReference {
  const [, env] = envName.exec(value) ?? []
  const message =
    env === undefined
      ? `${label} names a variable, as env:FACILITATOR_TOKEN; the credential itself is never an argument`
      : `${label} is for the one address of --facilitator-url`
  if (env === undefined || urls !== 1) throw new OpsError('USAGE', { message, command: 'facilitator ' })
  return { env }
}

function fromFile(merged: Layer, value: Written, index: number): FacilitatorEntry {
  const originOf = (path: Path) => merged.originOf(['facilitators', index, ...path])
  const { auth } = value
  const place = auth === undefined ? null : besideFile(referenceOf(auth.secret), originOf(['auth']))
  return { value, auth: place, originOf }
}

/**
 * The facilitators to ask. `--facilitator-url` and X402OPS_FACILITATOR_URL replace the configured ones; one that is
 * configured under the same address keeps its credential and its limits. Throws `OpsError` URL_UNUSABLE or USAGE.
 */
export function chooseFacilitators(
  merged: Layer,
  facilitators: ProfileTree['facilitators'],
  given: Given,
): readonly FacilitatorEntry[] {
  const configured = facilitators.map((value, index) => fromFile(merged, value, index))
  const urls = given.facilitatorUrl
  const auth =
    given.facilitatorAuth === undefined ? null : placeOf(given.facilitatorAuth, urls?.value.length ?? 0)
  if (urls === undefined) return configured
  const origin: Origin = { kind: urls.by, text: urls.label, place: null }
  return [...new Set(urls.value.map((text) => checked(text, urls.label)))].map((url) => {
    const same = configured.find(({ value }) => normalServiceUrl(value.url) === url)
    const entry = same ?? { value: { url }, auth: null, originOf: () => origin }
    return auth === null ? entry : { ...entry, auth }
  })
}

/** Where each value of the facilitators came from. */
export function facilitatorRows(entries: readonly FacilitatorEntry[]): readonly OriginRow[] {
  return entries.flatMap(({ value, originOf }, index) =>
    rowsOf(value, ['facilitators', index], (path: Path) => originOf(path.slice(2))),
  )
}

/** What the facilitators need to become usable. */
export type FacilitatorContext = {
  readonly resolveSecret: (reference: SecretReference) => Promise<Secret>
  /** `must`: a credential that cannot be read ends the command; `may`: it is a note; `no`: none is read. */
  readonly credentials: 'must' | 'may' | 'no'
}

/** The facilitators with their credentials. Rejects with `OpsError` SECRET_NOT_FOUND where `credentials` is `must`. */
export async function resolveFacilitators(
  entries: readonly FacilitatorEntry[],
  { resolveSecret, credentials }: FacilitatorContext,
): Promise<{ readonly facilitators: readonly Facilitator[]; readonly notes: readonly string[] }> {
  const notes: string[] = []
  const facilitators: Facilitator[] = []
  for (const { value, auth } of entries) {
    const url = normalServiceUrl(value.url)
    let secret: Secret | null = null
    if (auth !== null && credentials !== 'no') {
      try {
        secret = await resolveSecret(auth)
      } catch (error) {
        const missing = error instanceof OpsError && error.code === 'SECRET_NOT_FOUND'
        if (!missing || credentials === 'must') throw error
        notes.push(`the facilitator ${printableUrl(url)} is asked without its credential: ${error.message}`)
      }
    }
    facilitators.push({
      url,
      auth: secret,
      header: value.header ?? 'authorization',
      minimumAtomic: value.minimumAtomic === undefined ? null : BigInt(value.minimumAtomic),
      signerLow: Object.fromEntries(
        Object.entries(value.signerLow ?? {}).map(([network, amount]) => [caip2(network), BigInt(amount)]),
      ),
    })
  }
  return { facilitators, notes }
}
