import type { ToggleSettings } from '../core/profile.ts'
import { platforms } from './platforms/index.ts'
import type { Platform } from './platforms/platform.ts'

/** What a platform's command looks like for one direction. `marked` lists what config did not say. */
export type SwitchCommand = {
  readonly platform: string | null
  readonly lines: readonly string[]
  readonly traps: readonly string[]
  readonly marked: readonly string[]
}

/** A word as a shell takes it. Bounded by the config schema; one class, anchored: linear. */
function word(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]{1,500}$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

const known: Readonly<Record<string, Platform>> = platforms

/**
 * The lines that set the flag, for an operator to read and run: nothing here runs them. A word or a name that the
 * profile does not say stands as a placeholder in angle brackets, and is never made up.
 */
export function switchCommand(settings: ToggleSettings | undefined, to: 'on' | 'off'): SwitchCommand {
  const variable = word(settings?.variable ?? 'X402_ENABLED')
  const said = settings?.[to] ?? null
  const value = said === null ? `<your word for ${to}>` : word(said)
  const marked = said === null ? [value] : []
  const platform = Object.hasOwn(known, settings?.platform ?? '')
    ? known[settings?.platform ?? '']
    : undefined
  if (platform === undefined) {
    const line = `# set ${variable}=${value} and restart the service`
    return {
      platform: settings?.platform ?? null,
      lines: [line],
      traps: [],
      marked: [...marked, 'toggle.platform'],
    }
  }
  const place = (key: string, placeholder: string): string => {
    const name = settings?.places[key]
    if (name !== undefined) return word(name)
    if (/^[<$]/.test(placeholder) && !marked.includes(placeholder)) marked.push(placeholder)
    return placeholder
  }
  const nameOf = (key: string) => settings?.places[key] ?? null
  const plain = { variable: settings?.variable ?? 'X402_ENABLED', value: said }
  return {
    platform: platform.name,
    lines: platform.lines({ variable, value, plain, place, nameOf, word }),
    traps: platform.traps,
    marked,
  }
}
