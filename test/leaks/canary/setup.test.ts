import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { commands } from '../../../src/commands/index.ts'
import { act, actAll } from './act.ts'
import { own, strangers } from './canaries.ts'
import { rows } from './commands.ts'
import { configModes, modes } from './modes.ts'
import { newStage } from './stage.ts'

actAll(/^(?:config show|cache show|cache clear|init|help)$/)

test('every command and every nested command has a row', async () => {
  const names = await Promise.all(
    commands.map(async ({ name, load }) => {
      const command = new Command(name)
      const { define } = await load()
      define(command)
      const nested = command.commands.map((child) => `${name} ${child.name()}`)
      // One that takes arguments of its own is a command beside its nested ones.
      const isCommand = nested.length === 0 || command.registeredArguments.length > 0
      return isCommand ? [name, ...nested] : nested
    }),
  )
  expect([...new Set(rows.map(({ command }) => command))].sort()).toEqual(names.flat().sort())
})

describe('a secret that stands in the config file itself', () => {
  const asking = [
    { command: 'config show', argv: ['config', 'show', '--origin', '-vvv'], talks: false },
    { command: 'reconcile', argv: ['reconcile', '--deadline', '1s', '--timeout', '1s'], talks: false },
  ]
  test.each(asking)('$command', { timeout: 300_000 }, async (row) => {
    const chosen = row.argv[0] === 'config' ? configModes : configModes.filter((_mode, at) => at % 4 === 0)
    for (const mode of chosen) await act(row, mode)
  })
})

// A word of nine letters that nobody knows could be a mistyped option, and those are repeated.
const unlikeWords = strangers.filter(({ value }) => value.length >= 12)

test('a secret of any kind as an argument, in any place', { timeout: 300_000 }, async () => {
  const stage = await newStage(modes[0]!.scene)
  for (const [at, { value }] of [...own, ...unlikeWords].entries()) {
    const { argv } = rows[at % rows.length]!
    const places = [
      [...argv, value],
      [...argv, '--profile', value],
      [...argv, `--config=${value}`],
      [...argv, '-o', `json=${value}`, `--${value}`],
    ]
    // Two places each; over all canaries every place comes up with every kind of secret.
    for (const place of [places[at % 4]!, places[(at + 1 + (at >> 2)) % 4]!]) {
      const { leaks, out, err } = await stage.x402ops([...place, '--deadline', '1s', '--no-save'])
      expect(leaks, place.join(' ').slice(0, 60)).toEqual([])
      expect(out + err).not.toBe('')
    }
  }
  await stage.remove()
})
