import { type CommandContext, optionList, optionText } from './command.ts'

const texts = ['map', 'network', 'asset', 'finality', 'facilitatorAuth'] as const
const lists = ['records', 'recordsExec', 'rpc', 'payTo', 'route', 'facilitatorUrl'] as const

/** A value as a shell takes it: quoted when it holds anything but plain characters. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]{1,500}$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

// A part of a path or query that could be a key: eight characters and more with a digit among them. The
// classes exclude what separates such parts, and each part is read at most twice: linear.
const keyLike = /(?:^|[/?&=#])(?=[^/?&=#\d]{0,500}\d)[^/?&=#]{8,}/

/** An endpoint as it may stand in a report: one whose address could hold a short key is named by a variable. */
function endpointAgain(value: string): string {
  const host = value.indexOf('://')
  const rest = host < 0 ? '' : value.slice(host + 3).replace(/^[^/?#]*/, '')
  return keyLike.test(rest) ? `${value.slice(0, host).replace(/[^=]*$/, '')}env:RPC_URL` : value
}

/**
 * The flags of this call that another command needs to look at the same service, records and chain, ready
 * to copy; empty when everything stands in the config file. Secrets are never flags; an endpoint whose
 * address holds what could be a short key is called env:RPC_URL.
 */
export function flagsAgain({ global, options }: CommandContext, names: readonly string[]): string {
  const words: string[] = []
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && names.includes(name)) words.push(flagOf(name), shellWord(value))
  }
  add('config', global.config)
  add('stateDir', global.stateDir)
  add('runsStore', global.runsStore)
  add('baseUrl', global.baseUrl)
  for (const name of lists) {
    for (const value of optionList(options, name)) add(name, name === 'rpc' ? endpointAgain(value) : value)
  }
  for (const name of texts) add(name, optionText(options, name))
  return words.map((word) => ` ${word}`).join('')
}

/** What a look at the service needs. */
export const serviceFlags = ['config', 'baseUrl', 'payTo', 'route', 'network', 'asset']

/** What a look at books and chain needs. */
export const booksFlags = [
  'config',
  'records',
  'recordsExec',
  'map',
  'rpc',
  'payTo',
  'network',
  'asset',
  'finality',
]

/** What an export needs to ask the same service and chain. */
export const exportFlags = ['config', 'stateDir', 'runsStore', 'baseUrl', 'rpc']

/** The line that hands this run over as a bundle; none when the run is not kept. */
export function exportLines(context: CommandContext, profile: string, runId: string): readonly string[] {
  if (!context.global.save) return []
  const rest = flagsAgain(context, exportFlags)
  return [`x402ops evidence export ${profile} --from-run ${runId}${rest}`]
}
