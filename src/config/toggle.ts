import { durationMs } from '../core/duration.ts'
import type { FlagOffMeans, ToggleSettings } from '../core/profile.ts'

/** The platforms whose commands are known. */
export const togglePlatforms = [
  ...['railway', 'fly', 'vercel', 'render', 'heroku', 'kubernetes', 'compose', 'systemd', 'workers'],
] as const

/** What the command of a platform may have to name. */
export const togglePlaces = [
  ...['app', 'service', 'environment', 'namespace', 'deployment', 'configmap', 'unit', 'envFile', 'worker'],
] as const

type Written = {
  readonly variable?: string | undefined
  readonly on?: string | undefined
  readonly off?: string | undefined
  readonly platform?: string | undefined
  readonly flagOffMeans?: FlagOffMeans | undefined
  readonly statusOff?: Readonly<Record<string, string | number | boolean>> | undefined
  readonly exec?: readonly string[] | undefined
  readonly execTimeout?: string | undefined
}

const usualTimeoutMs = 120_000

/** The settings of the flag; nothing when none is configured. Words that are missing stay missing. */
export function toggleOf({ toggle }: { readonly toggle: Written }): { readonly toggle?: ToggleSettings } {
  if (Object.keys(toggle).length === 0) return {}
  const written = toggle as Readonly<Record<string, unknown>>
  const places = togglePlaces.flatMap((place) => {
    const value = written[place]
    return typeof value === 'string' ? [[place, value] as const] : []
  })
  return {
    toggle: {
      variable: toggle.variable ?? 'X402_ENABLED',
      on: toggle.on ?? null,
      off: toggle.off ?? null,
      platform: toggle.platform ?? null,
      places: Object.fromEntries(places),
      flagOffMeans: toggle.flagOffMeans ?? 'unknown',
      statusOff: toggle.statusOff ?? {},
      exec: toggle.exec ?? null,
      execTimeoutMs: durationMs(toggle.execTimeout ?? '') ?? usualTimeoutMs,
    },
  }
}
