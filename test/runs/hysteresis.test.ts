import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HeldLook, type HoldRules, held } from '../../src/runs/hysteresis.ts'

const zero = Date.parse('2026-11-21T07:00:00.000Z')
const at = (seconds: number) => new Date(zero + seconds * 1000).toISOString()

/** `m0 m60 c120`: met, clear or unknown by its letter, and the second of the look; `!` = incomplete. */
function looks(text: string): readonly HeldLook[] {
  const values = { m: 'met', c: 'clear', u: 'unknown' } as const
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({
      at: at(Number(word.slice(1).replace('!', ''))),
      complete: !word.endsWith('!'),
      value: values[word[0] as keyof typeof values],
    }))
}

describe('what holds after some looks', () => {
  test.each<[name: string, looks: string, state: string, since: number | null, rules?: HoldRules]>([
    ['nobody looked', '', 'unknown', null],
    ['one bad look', 'm0', 'pending', 0],
    ['two bad looks a minute apart', 'm0 m60', 'firing', 0],
    ['two bad looks that are one window', 'm0 m59', 'pending', 0],
    ['many looks in one minute', 'm0 m20 m40 m59', 'pending', 0],
    ['a minute made of small steps', 'm0 m30 m60', 'firing', 0],
    ['bad, good, bad', 'm0 c60 m120', 'pending', 120],
    ['bad, not seen, bad', 'm0 u60 m120', 'firing', 0],
    ['bad, incomplete, and no more', 'm0 m60!', 'unknown', 0],
    ['firing and one good look', 'm0 m60 c120', 'clearing', 120],
    ['firing and two good looks', 'm0 m60 c120 c180', 'clear', 120],
    ['firing and two good looks in one window', 'm0 m60 c120 c150', 'clearing', 120],
    ['firing, better, worse again', 'm0 m60 c120 m180', 'firing', 0],
    ['firing and not seen', 'm0 m60 u120 u180', 'firing', 0],
    ['firing, cleared, bad once', 'm0 m60 c120 c180 m240', 'pending', 240],
    ['never bad', 'c0', 'clear', 0],
    ['fine, and then not seen', 'c0 u60', 'unknown', 0],
    ['bad yesterday and now', 'm0 m100000', 'pending', 100_000],
    ['three windows are asked for', 'm0 m60', 'pending', 0, { windows: 3 }],
    ['one window is never enough', 'm0', 'pending', 0, { windows: 1 }],
    ['it must hold for five minutes', 'm0 m60 m240', 'pending', 0, { heldMs: 300_000 }],
    ['it held for five minutes', 'm0 m60 m300', 'firing', 0, { heldMs: 300_000 }],
    ['time went backwards', 'm60 m0', 'pending', 60],
  ])('%s', (_name, text, state, since, rules) => {
    expect(held(looks(text), rules)).toMatchObject({ state, since: since === null ? null : at(since) })
  })

  test('a time that cannot be read is no look', () => {
    expect(held([{ at: 'yesterday', complete: true, value: 'met' }]).state).toBe('unknown')
  })
})

const look = fc.record({
  at: fc.integer({ min: 0, max: 4000 }),
  complete: fc.boolean(),
  value: fc.constantFrom('met' as const, 'clear' as const, 'unknown' as const),
})
const history = fc
  .array(look, { maxLength: 14 })
  .map((list) =>
    [...list].sort((a, b) => a.at - b.at).map((item): HeldLook => ({ ...item, at: at(item.at) })),
  )
const says = ({ complete, value }: HeldLook, wanted: string) => complete && value === wanted

describe('whatever is seen', () => {
  test('nothing fires without two complete looks that met it, a minute apart', () => {
    fc.assert(
      fc.property(history, (list) => {
        if (held(list).state !== 'firing') return
        const met = list.filter((item) => says(item, 'met')).map((item) => Date.parse(item.at))
        expect(Math.max(...met) - Math.min(...met)).toBeGreaterThanOrEqual(60_000)
      }),
    )
  })

  test('nothing changes from firing to clear or back by one look', () => {
    fc.assert(
      fc.property(history, look, (list, more) => {
        const last = Date.parse(list.at(-1)?.at ?? at(0))
        const next = { ...more, at: new Date(last + 61_000).toISOString() }
        const states = [held(list).state, held([...list, next]).state]
        expect(states).not.toEqual(['firing', 'clear'])
        expect(states).not.toEqual(['clear', 'firing'])
      }),
    )
  })

  test('looks that say nothing neither fire nor clear', () => {
    fc.assert(
      fc.property(history, (list) => {
        const telling = list.filter(({ complete, value }) => complete && value !== 'unknown')
        const [all, some] = [held(list), held(telling)]
        expect(all.since).toBe(some.since)
        if (all.state !== some.state) expect(all).toMatchObject({ state: 'unknown', blind: true })
      }),
    )
  })

  test('what a blind look leaves behind is never called clear', () => {
    fc.assert(
      fc.property(history, (list) => {
        const end: HeldLook = { at: at(5000), complete: true, value: 'unknown' }
        expect(['clear', 'pending']).not.toContain(held([...list, end]).state)
      }),
    )
  })
})
