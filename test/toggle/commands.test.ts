import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/config/parse.ts'
import { togglePlaces, togglePlatforms } from '../../src/config/toggle.ts'
import type { ToggleSettings } from '../../src/core/profile.ts'
import { brokenCommand } from '../../src/toggle/command-text.ts'
import { switchCommand } from '../../src/toggle/commands-of.ts'

const variable = 'X402_ENABLED'
const tools = ['railway', 'fly', 'vercel', 'curl', 'render', 'heroku', 'kubectl', 'docker', 'sudo', 'npx']
const settingsOf = (platform: string, off: string | null, name: string): ToggleSettings => ({
  ...{ variable, on: 'true', off, platform, flagOffMeans: 'closed-503', statusOff: {}, exec: null },
  ...{ execTimeoutMs: 1, places: Object.fromEntries(togglePlaces.map((place) => [place, name])) },
})
const printed = (platform: string, off: string | null, name: string) =>
  switchCommand(settingsOf(platform, off, name), 'off')
    .lines.flatMap(brokenCommand)
    .join('\n')

/** Runs texts as somebody would who copied them, with tools that only print their arguments and input. */
function argumentsOf(texts: readonly string[]): readonly (readonly string[])[] {
  const stub = tools.map((tool) => `${tool}() { printf '%s\\0' "$@"; [ -t 0 ] || cat; printf '\\0'; }`)
  const script = [...stub, ...texts.map((text) => `{\n${text}\n:; } </dev/null; printf '\\1'`)].join('\n')
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
  })
  expect(stderr).toBe('')
  return stdout
    .split('\u0001')
    .slice(0, -1)
    .map((all) => all.split('\0'))
}

const hostile = [
  'false',
  "it's; rm -rf /",
  '$HOME',
  '$(touch /tmp/CANARY)',
  '`id`',
  '"double" and \\ backslash\\',
  'a b  c',
  '%d %% %s',
  '!x & | > < # ~ * ? {a,b} [c]',
  "'",
  "\\'",
  '-n',
  'fälse ✓',
]
const anyWord = fc.stringMatching(/^[ -~]{1,60}$/)

/** What the platform gets for the flag, wherever its command carries it. */
function valueGiven(platform: string, given: readonly string[]): unknown {
  const data = given.find((word) => /^{"(?:data|value)"/.test(word))
  if (platform === 'render') return data === undefined ? null : (JSON.parse(data) as { value: unknown }).value
  if (platform === 'kubernetes')
    return data === undefined ? null : (JSON.parse(data) as { data: Record<string, unknown> }).data[variable]
  if (platform === 'vercel') return given[given.indexOf('--value') + 1]
  if (platform === 'workers') return given[given.indexOf('--name') + 2]
  return given.find((word) => word.startsWith(`${variable}=`))?.slice(variable.length + 1)
}

describe('a printed command is the command, whatever stands in the config', () => {
  const carried = togglePlatforms.filter((each) => each !== 'compose' && each !== 'systemd')

  test.each(carried)('%s gets the word and the names as they are', (platform) => {
    const drawn = fc.sample(fc.tuple(anyWord, anyWord), { numRuns: 40, seed: 6 })
    const cases = [...hostile.map((each) => [each, each] as const), ...drawn]
    // One placeholder is always there: which deployment is live, nobody configures.
    const texts = cases.map(([off, name]) =>
      printed(platform, off, name).replace('<production-deployment-url>', 'live'),
    )
    for (const [at, given] of argumentsOf(texts).entries()) {
      const [off, name] = cases[at] ?? ['', '']
      expect(valueGiven(platform, given)).toBe(off)
      if (platform !== 'kubernetes') expect(given).toContain(name)
    }
  })

  test.each(['compose', 'systemd'])(
    '%s: the word stands in a comment, and nothing else is run by it',
    (platform) => {
      const texts = hostile.map((off) => printed(platform, off, 'api'))
      for (const given of argumentsOf(texts)) expect(given).toContain('api')
    },
  )

  test.each(togglePlatforms)('%s: a word that is missing is no value of anything', (platform) => {
    const [given] = platform === 'compose' || platform === 'systemd' ? [[]] : [valueless(platform)]
    expect(given).not.toContain('your word')
  })
})

/** What bash says that it would run while the word is not configured. */
function valueless(platform: string): string {
  const script = [
    ...tools.map((tool) => `${tool}() { printf '%s ' "$@"; }`),
    'cd /',
    printed(platform, null, 'api'),
  ]
  return spawnSync('bash', ['--norc', '-c', script.join('\n')], { encoding: 'utf8' }).stdout
}

describe('words of the config that no screen can show', () => {
  test.each([
    ['two lines', '"false\\nrm -rf /"'],
    ['a tab', '"a\\tb"'],
    ['an escape', '"a\\u001b[2Jb"'],
    ['a reversed text', '"a\\u202eb"'],
    ['a zero-width space', '"fal\\u200bse"'],
    ['nothing', '""'],
  ])('%s', (_what, text) => {
    for (const key of ['on', 'off', 'app', 'unit', 'configmap']) {
      const read = () =>
        parseConfig(`version: 1\nprofiles:\n  shop: {toggle: {"${key}": ${text}}}\n`, 'x402ops.yaml')
      expect(read).toThrow(/CONFIG_INVALID|not a word|x402ops\.yaml/)
    }
  })

  test('a variable is a name', () => {
    const read = (name: string) => () =>
      parseConfig(`version: 1\nprofiles:\n  shop: {toggle: {variable: "${name}"}}\n`, 'x402ops.yaml')
    expect(read('X402_ENABLED')).not.toThrow()
    for (const name of ['X=1;id', 'A B', '--stage', '1X', '$X']) expect(read(name)).toThrow()
  })
})
