import { expect, test } from 'vitest'
import { colourLosers, wantsColour } from '../../src/commands/colour.ts'

test.each([
  ['a terminal', 'auto', {}, true, true],
  ['a pipe', 'auto', {}, false, false],
  ['the flag wins over NO_COLOR', 'always', { NO_COLOR: '1' }, false, true],
  ['the flag wins over FORCE_COLOR', 'never', { FORCE_COLOR: '1' }, true, false],
  ['NO_COLOR', 'auto', { NO_COLOR: '1' }, true, false],
  ['an empty NO_COLOR says nothing', 'auto', { NO_COLOR: '' }, true, true],
  ['NO_COLOR wins over FORCE_COLOR', 'auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ['FORCE_COLOR in a pipe', 'auto', { FORCE_COLOR: '1' }, false, true],
  ['FORCE_COLOR wins over TERM=dumb', 'auto', { FORCE_COLOR: '1', TERM: 'dumb' }, false, true],
  ['FORCE_COLOR=0 on a terminal', 'auto', { FORCE_COLOR: '0' }, true, false],
  ['CLICOLOR_FORCE in a pipe', 'auto', { CLICOLOR_FORCE: '1' }, false, true],
  ['CLICOLOR_FORCE=0 says nothing', 'auto', { CLICOLOR_FORCE: '0' }, true, true],
  ['TERM=dumb', 'auto', { TERM: 'dumb' }, true, false],
] as const)('%s', (_name, flag, env, isTty, wanted) => {
  expect(wantsColour(flag, env, isTty)).toBe(wanted)
})

test.each([
  [{}, []],
  [{ NO_COLOR: '1' }, []],
  [{ FORCE_COLOR: '1' }, []],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, ['FORCE_COLOR']],
  [{ NO_COLOR: '', FORCE_COLOR: '1' }, ['NO_COLOR']],
])('of %j the loser is removed: %j', (env, losers) => {
  expect(colourLosers(env)).toEqual(losers)
})
