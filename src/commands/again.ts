import { type CommandContext, optionList, optionText } from './command.ts'

const texts = ['map', 'network', 'asset', 'finality'] as const
const lists = ['records', 'rpc', 'payTo', 'route'] as const

/** A value as a shell takes it: quoted when it holds anything but plain characters. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]{1,500}$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/**
 * The flags of this call that another command needs to look at the same service, records and chain, ready
 * to copy; empty when everything stands in the config file. Secrets are never flags, so none can be here.
 */
export function flagsAgain({ global, options }: CommandContext, names: readonly string[]): string {
  const words: string[] = []
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && names.includes(name)) words.push(flagOf(name), shellWord(value))
  }
  add('config', global.config)
  add('baseUrl', global.baseUrl)
  for (const name of lists) for (const value of optionList(options, name)) add(name, value)
  for (const name of texts) add(name, optionText(options, name))
  return words.map((word) => ` ${word}`).join('')
}

/** What a look at the service needs. */
export const serviceFlags = ['config', 'baseUrl', 'payTo', 'route', 'network', 'asset']

/** What a look at books and chain needs. */
export const booksFlags = ['config', 'records', 'map', 'rpc', 'payTo', 'network', 'asset', 'finality']
