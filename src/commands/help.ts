import type { Command } from 'commander'
import { OpsError } from '../core/errors.ts'
import type { CommandContext, Outcome } from './command.ts'
import { topics } from './topics/index.ts'

/** `x402ops help [topic]`; `help <command>` is that command's own help. */
export function define(command: Command): void {
  command.argument('[topic]', topics.map(({ name }) => name).join(', '))
}

function overview(): string {
  const width = Math.max(...topics.map(({ name }) => name.length))
  const rows = topics.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'Topics (x402ops help <topic>):',
    '',
    ...rows,
    '',
    'Commands: x402ops --help, and x402ops <command> --help',
    '',
  ].join('\n')
}

/** The text of a topic, or the list of topics. Throws `OpsError` USAGE for a topic that does not exist. */
export async function run({ args }: CommandContext): Promise<Outcome> {
  const [name] = args
  if (typeof name !== 'string') return { kind: 'text', text: overview() }
  const topic = topics.find((each) => each.name === name)
  if (topic === undefined) {
    const suggestion = `Topics: ${topics.map((each) => each.name).join(', ')}.`
    throw new OpsError('USAGE', {
      message: `there is no command and no topic "${name}"`,
      suggestion,
      command: '',
    })
  }
  return { kind: 'text', text: topic.text }
}
