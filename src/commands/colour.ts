/** The variables that decide about colour. */
export type ColourEnv = Readonly<Record<string, string | undefined>>

function forced(env: ColourEnv): boolean {
  const { FORCE_COLOR: force, CLICOLOR_FORCE: clicolor } = env
  if (force !== undefined) return force !== '0' && force !== 'false'
  return clicolor !== undefined && clicolor !== '' && clicolor !== '0'
}

/**
 * Whether one stream gets colour. Asked once for stdout and once for stderr. The order is: flag,
 * `NO_COLOR` (not empty), `FORCE_COLOR` or `CLICOLOR_FORCE`, `TERM=dumb`, and then the terminal.
 */
export function wantsColour(flag: 'auto' | 'always' | 'never', env: ColourEnv, isTty: boolean): boolean {
  if (flag !== 'auto') return flag === 'always'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (forced(env)) return true
  if (env.FORCE_COLOR !== undefined || env.TERM === 'dumb') return false
  return isTty
}

/**
 * The variables to remove before anything else loads. With both set, Node warns on stderr and lets
 * `FORCE_COLOR` win, while the convention says that `NO_COLOR` does.
 */
export function colourLosers(env: ColourEnv): readonly string[] {
  if (env.NO_COLOR === undefined || env.FORCE_COLOR === undefined) return []
  return env.NO_COLOR === '' ? ['NO_COLOR'] : ['FORCE_COLOR']
}
