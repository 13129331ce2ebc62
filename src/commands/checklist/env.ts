import type { Command } from 'commander'
import { envLooks, knownVariables } from '../../checklist/env/look.ts'
import type { EnvLook } from '../../checklist/env/shapes.ts'
import { expectEnv } from '../../checklist/expect.ts'
import type { EnvExpected } from '../../checklist/shapes.ts'
import type { ExitCode } from '../../core/report.ts'
import type { Verdict } from '../../core/verdict.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { addFlag, addHelpWords } from '../options.ts'

const maxBytes = 1_048_576
const nothing: EnvExpected = {
  ...{ payTo: [], networks: [], host: null, facilitators: [] },
  flag: { variable: 'X402_ENABLED', on: null, off: null },
}

type Row = { readonly name: string; readonly verdict: Verdict; readonly shape: string; readonly note: string }

/** Arguments, flags and words of `x402ops checklist env`. */
export function defineEnv(command: Command): void {
  addFlag(command, '--file <file>', 'the .env file, - for stdin (.env)')
  addHelpWords(command, {
    examples: [
      ['which variables are there, and what do they look like?', 'x402ops checklist env --file .env'],
      ['and do they say what the profile says?', 'x402ops checklist env --file .env --profile shop'],
    ],
    exitCodes: [
      [0, 'nothing is wrong with what is there'],
      [1, 'a variable is wrong, or holds what could move money'],
    ],
  })
}

function judge({ name, shape, faults, agrees }: EnvLook): Row {
  const known = knownVariables.some((one) => one === name)
  const row = (verdict: Verdict, note: string): Row => ({ name, shape, verdict, note })
  if (shape === 'a seed phrase') return row('FAIL', 'a gate needs no seed phrase')
  if (faults.includes('a password in the address')) return row('FAIL', 'a password in the address')
  if (agrees === false) return row('FAIL', 'says otherwise than the profile')
  if (known && (shape === 'empty' || shape === 'a placeholder'))
    return row('FAIL', 'nothing that can be used')
  if (shape === 'a signing key') return row('WARN', 'a gate that only verifies needs no key')
  if (faults.length > 0) return row('WARN', faults.join(', '))
  return row(known ? 'PASS' : 'INFO', agrees === true ? 'as the profile says' : '')
}

/** `x402ops checklist env`: names and shapes. No value of any variable leaves this function. */
export async function runEnv(context: CommandContext): Promise<Outcome> {
  const { services, global, clock, options } = context
  const file = optionText(options, 'file') ?? '.env'
  const text = new TextDecoder().decode(await services.input(file, maxBytes))
  const name = global.profile
  const expected =
    name === undefined
      ? nothing
      : expectEnv((await services.profile({ name, command: 'checklist env' })).profile, clock.now())
  const looks = envLooks(file, text, expected)
  const absent = knownVariables.filter((one) => !looks.some((look) => look.name === one))
  const rows: readonly Row[] = [
    ...looks.map(judge),
    ...absent.map((one): Row => ({ name: one, verdict: 'INFO', shape: 'absent', note: '' })),
  ]
  const exitCode: ExitCode = rows.some(({ verdict }) => verdict === 'FAIL' || verdict === 'WARN') ? 1 : 0
  return {
    ...{ kind: 'screen', exitCode, next: [], rows },
    screen: [
      {
        kind: 'table',
        columns: [
          { title: 'IS', wrap: false },
          { title: 'VARIABLE' },
          { title: 'LOOKS LIKE' },
          { title: 'NOTE' },
        ],
        rows: rows.map(({ verdict, name: one, shape, note }) => [{ verdict }, one, shape, note]),
      },
      { kind: 'lines', lines: [`${looks.length} variables in ${file}; no value is shown or kept.`] },
    ],
    data: { schema: 'x402ops.env/v1', file, variables: rows },
  }
}
