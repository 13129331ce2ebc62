import { OpsError } from '../core/errors.ts'
import type { MetricsPage } from '../core/profile.ts'
import type { Secret } from '../core/secret.ts'
import type { SecretReference } from '../core/secret-reference.ts'
import type { Layer, ProfileTree } from './layers.ts'
import { besideFile, referenceOf } from './secret-place.ts'
import { normalServiceUrl } from './url.ts'

/**
 * The private page of counters with its token; `page` null when it cannot be read, and `notes` then say why
 * where the operator configured it. The token goes to the service that a config file names and nowhere else:
 * an address from a flag or a variable may be another service's.
 */
export async function resolveMetrics(
  merged: Layer,
  { metrics, baseUrl }: ProfileTree,
  resolveSecret: (reference: SecretReference) => Promise<Secret>,
): Promise<{ readonly page: MetricsPage | null; readonly notes: readonly string[] }> {
  const { path, token } = metrics
  if (path === undefined || token === undefined || baseUrl === null) return { page: null, notes: [] }
  const origin = merged.originOf(['metrics', 'token'])
  const fromPreset = origin.kind === 'preset'
  if (merged.originOf(['baseUrl']).kind !== 'file') {
    const why = 'metrics are left out: their token goes only to a baseUrl that stands in x402ops.yaml'
    return { page: null, notes: fromPreset ? [] : [why] }
  }
  try {
    const secret = await resolveSecret(besideFile(referenceOf(token.secret), origin))
    const url = `${normalServiceUrl(baseUrl)}${path}`
    return { page: { url, token: secret, fields: metrics.fields ?? {} }, notes: [] }
  } catch (error) {
    if (!(error instanceof OpsError) || error.code !== 'SECRET_NOT_FOUND') throw error
    return { page: null, notes: fromPreset ? [] : [`metrics are left out: ${error.message}`] }
  }
}
