import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { togglePlatforms } from '../../src/config/toggle.ts'
import type { ToggleSettings } from '../../src/core/profile.ts'
import { brokenCommand } from '../../src/toggle/command-text.ts'
import { switchCommand } from '../../src/toggle/commands-of.ts'
import { platforms } from '../../src/toggle/platforms/index.ts'

const bare: ToggleSettings = {
  ...{
    variable: 'X402_ENABLED',
    on: 'true',
    off: 'false',
    platform: null,
    places: {},
    flagOffMeans: 'closed-503',
  },
  ...{ statusOff: {}, exec: null, execTimeoutMs: 1 },
}
const lines = (platform: string, places: Record<string, string> = {}, more: Partial<ToggleSettings> = {}) =>
  switchCommand({ ...bare, platform, places, ...more }, 'off')

test('every platform that the config knows has a command, and no other', () => {
  expect(Object.keys(platforms).sort()).toEqual([...togglePlatforms].sort())
})

describe.each(togglePlatforms)('%s', (platform) => {
  test('says the variable and the word of config, both ways, and its traps', () => {
    const settings = { ...bare, platform, on: 'enabled', off: 'disabled' }
    const [off, on] = [switchCommand(settings, 'off'), switchCommand(settings, 'on')]
    expect(off.lines.join('\n')).toMatch(/X402_ENABLED[\s\S]*disabled|disabled[\s\S]*X402_ENABLED/)
    expect(on.lines.join('\n')).toBe(off.lines.join('\n').replaceAll('disabled', 'enabled'))
    expect(off.traps.length).toBeGreaterThan(0)
  })

  test('a word that nobody configured is never made up', () => {
    const { lines: said, marked } = lines(platform, {}, { off: null })
    expect(said.join('\n')).toContain('<your word for off>')
    expect(said.join('\n')).not.toMatch(/=(?:0|no|off|false)\b/)
    expect(marked).toContain('<your word for off>')
  })
})

test.each([
  ['fly', { app: 'shop' }, ['fly secrets set X402_ENABLED=false -a shop']],
  ['heroku', { app: 'shop' }, ['heroku config:set X402_ENABLED=false -a shop']],
  [
    'railway',
    { service: 'api', environment: 'live' },
    ['railway variable set X402_ENABLED=false --service api --environment live'],
  ],
  [
    'kubernetes',
    { namespace: 'pay', deployment: 'api' },
    [
      'kubectl -n pay set env deployment/api X402_ENABLED=false',
      'kubectl -n pay rollout status deployment/api --timeout=180s',
    ],
  ],
  [
    'kubernetes',
    { namespace: 'pay', deployment: 'api', configmap: 'env' },
    [
      `kubectl -n pay patch configmap env --type merge -p '{"data":{"X402_ENABLED":"false"}}'`,
      'kubectl -n pay rollout restart deployment/api',
      'kubectl -n pay rollout status deployment/api --timeout=180s',
    ],
  ],
] as const)('%s with %j', (platform, places, expected) => {
  const said = lines(platform, places)
  expect([said.lines, said.marked]).toEqual([expected, []])
})

test('names that are missing are marked, and words are quoted as a shell needs it', () => {
  expect(lines('fly').marked).toEqual(['<app>'])
  expect(lines('fly', { app: "it's; rm" }).lines).toEqual([
    `fly secrets set X402_ENABLED=false -a 'it'\\''s; rm'`,
  ])
})

test('without a platform it says what to set', () => {
  const { platform, lines: said, marked } = switchCommand(undefined, 'off')
  expect([platform, said, marked]).toEqual([
    null,
    ['# set X402_ENABLED=<your word for off> and restart the service'],
    ['<your word for off>', 'toggle.platform'],
  ])
})

const shellWords = (text: string) => {
  const { stdout } = spawnSync('sh', ['-c', `for word in ${text}; do printf '%s\\n' "$word"; done`], {
    encoding: 'utf8',
  })
  return stdout.split('\n').slice(0, -1)
}

test.each(togglePlatforms)(
  'the lines of %s can be copied from 80 columns and are still the same command',
  (platform) => {
    const commands = lines(platform, {
      service: 'a-service-with-quite-a-long-name',
      app: 'shop',
      worker: 'shop',
    }).lines
    for (const line of commands.filter((each) => !/[<#|&$]/.test(each))) {
      const broken = brokenCommand(line)
      expect(Math.max(...broken.map(({ length }) => length))).toBeLessThanOrEqual(120)
      expect(shellWords(broken.join('\n'))).toEqual(shellWords(line))
    }
    const [render = ''] = lines('render').lines
    expect(brokenCommand(render).every((each) => each.length <= 80)).toBe(true)
  },
)
