import type { AlertLevel, AlertTarget } from '../core/alert-target.ts'
import { OpsError } from '../core/errors.ts'
import { safe } from '../core/safe.ts'
import type { Secret } from '../core/secret.ts'
import type { SecretReference } from '../core/secret-reference.ts'
import type { Env } from './given.ts'
import type { Layer, ProfileTree } from './layers.ts'
import { besideFile, referenceOf } from './secret-place.ts'

/** The receiver that the environment names, as it is called on screens and by `--alert`. */
export const environmentAlert = 'env'

const addressName = 'MONITOR_WEBHOOK_URL'
const levelName = 'MONITOR_ALERT_MIN_SEVERITY'
const levels: Readonly<Record<string, AlertLevel>> = {
  ...{ info: 'warn', warn: 'warn', warning: 'warn', unknown: 'warn' },
  ...{ fail: 'fail', error: 'fail', critical: 'fail' },
}

function levelOf(env: Env): AlertLevel {
  const text = env[levelName] ?? ''
  if (text === '') return 'warn'
  const level = Object.hasOwn(levels, text.toLowerCase()) ? levels[text.toLowerCase()] : undefined
  if (level !== undefined) return level
  throw new OpsError('USAGE', {
    message: `${levelName}=${safe(text, 40)} is no severity`,
    suggestion: 'It is warn or fail.',
    command: 'monitor ',
  })
}

type Secrets = (reference: SecretReference) => Promise<Secret>

/** Null, with a note, when the secret is not there: who cannot be told is no reason not to look. */
async function readable(
  reference: SecretReference | null,
  what: string,
  resolveSecret: Secrets,
  notes: string[],
): Promise<Secret | null> {
  if (reference === null) return null
  try {
    return await resolveSecret(reference)
  } catch (error) {
    if (!(error instanceof OpsError) || error.code !== 'SECRET_NOT_FOUND') throw error
    notes.push(`${what} is left out: ${error.message}`)
    return null
  }
}

/**
 * Who is told by monitor: MONITOR_WEBHOOK_URL, then those of the profile. A receiver whose key is configured and cannot
 * be read is not told at all: an unsigned message would teach it to take those. Throws `OpsError` USAGE.
 */
export async function resolveAlerts(
  merged: Layer,
  { alerts }: ProfileTree,
  env: Env,
  resolveSecret: Secrets,
): Promise<{ readonly alerts: readonly AlertTarget[]; readonly notes: readonly string[] }> {
  const notes: string[] = []
  const targets: AlertTarget[] = []
  if ((env[addressName] ?? '') !== '' || (env[`${addressName}_FILE`] ?? '') !== '') {
    const url = await readable({ env: addressName }, addressName, resolveSecret, notes)
    targets.push({ name: environmentAlert, kind: 'webhook', url, key: null, minSeverity: levelOf(env) })
  }
  for (const [name, { kind, url, key, minSeverity }] of Object.entries(alerts)) {
    const place = (part: 'url' | 'key', secret: Parameters<typeof referenceOf>[0]) =>
      besideFile(referenceOf(secret), merged.originOf(['alerts', name, part]))
    const before = notes.length
    const what = `the alert ${name}`
    const read = (reference: SecretReference | null) => readable(reference, what, resolveSecret, notes)
    const signing = await read(key === undefined ? null : place('key', key.secret))
    const address = await read(url === undefined ? null : place('url', url.secret))
    const known = notes.length === before
    targets.push({
      name,
      kind,
      url: known ? address : null,
      key: signing,
      minSeverity: minSeverity ?? 'warn',
    })
  }
  return { alerts: targets, notes }
}
