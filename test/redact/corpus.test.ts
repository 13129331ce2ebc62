import { beforeAll, describe, expect, test } from 'vitest'
import { ours } from '../corpus/ours.ts'
import {
  type Outcome,
  outcomeOf,
  rateOf,
  type SurvivorOutcome,
  share,
  survivorOutcomes,
} from '../corpus/score.ts'
import { createWorld, sampleOf } from '../corpus/world.ts'

// 235 secrets a world; over the worlds every kind meets nearly every encoding.
const worlds = ['one', 'two', 'three', 'four', 'five'].map((name) => createWorld(`corpus-test-${name}`))
const carriersPerSecret = 14
const perPublicKind = 30

let outcomes: readonly Outcome[] = []
let survivors: readonly SurvivorOutcome[] = []

beforeAll(() => {
  outcomes = worlds.flatMap((world) => {
    const hider = ours(world)
    return sampleOf(world, carriersPerSecret).map((unit) => outcomeOf(hider, unit))
  })
  survivors = worlds.flatMap((world) => survivorOutcomes(ours, world, perPublicKind))
}, 180_000)

const idOf = ({ unit }: Outcome) => unit.id
const leaksOf = (mode: string) =>
  outcomes.filter(({ unit, leaks }) => leaks && unit.planted.mode === mode).map(idOf)
const ofMode = (mode: string) => outcomes.filter(({ unit }) => unit.planted.mode === mode)
const lost = (form: string) =>
  survivors
    .filter(({ survivor, survived }) => survivor.form === form && !survived)
    .map(({ survivor, output }) => `${survivor.kind.name}: ${output}`)
const shareKept = (list: readonly SurvivorOutcome[]) => share(rateOf(list, ({ survived }) => survived))

describe('the corpus of secrets', () => {
  test('holds 1,000 secrets and more', () => {
    const secrets = new Set(outcomes.map(({ unit }) => unit.planted.made.text))
    expect(secrets.size).toBeGreaterThanOrEqual(1000)
  })

  test('no secret of the environment is visible, in whatever encoding', () => {
    expect(ofMode('known').length).toBeGreaterThan(3000)
    expect(leaksOf('known')).toEqual([])
  })

  test.each(['labelled', 'shaped'])('of 1,000 %s secrets 999 are hidden', (mode) => {
    const list = ofMode(mode)
    expect(list.length).toBeGreaterThan(3000)
    const recall = share(rateOf(list, ({ leaks }) => !leaks))
    expect(recall, leaksOf(mode).slice(0, 40).join('\n')).toBeGreaterThanOrEqual(0.999)
  })

  test('what was JSON is JSON afterwards', () => {
    expect(outcomes.filter(({ unit }) => unit.carried.json !== undefined).length).toBeGreaterThan(1000)
    expect(outcomes.filter(({ parses }) => !parses).map(idOf)).toEqual([])
  })
})

describe('the corpus of public values', () => {
  test.each(['structured', 'labelled'])('of 1,000 %s ones 999 stay', (form) => {
    const list = survivors.filter(({ survivor }) => survivor.form === form)
    expect(list.length).toBeGreaterThan(3000)
    expect(shareKept(list), lost(form).slice(0, 40).join('\n')).toBeGreaterThanOrEqual(0.999)
  })

  test('dense ones without a label stay in 9 of 10 places', () => {
    const list = survivors.filter(({ survivor }) => survivor.form === 'unlabelled' && survivor.kind.isDense)
    expect(list.length).toBeGreaterThan(2000)
    expect(shareKept(list), lost('unlabelled').slice(0, 40).join('\n')).toBeGreaterThanOrEqual(0.9)
  })

  test('words, paths, hosts, amounts and times stay without a label, too', () => {
    const list = survivors.filter(({ survivor }) => survivor.form === 'unlabelled' && !survivor.kind.isDense)
    expect(shareKept(list), lost('unlabelled').slice(0, 40).join('\n')).toBeGreaterThanOrEqual(0.999)
  })
})
