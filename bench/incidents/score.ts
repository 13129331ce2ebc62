// Scores answers against truths. A truth that can be known must be named; one that cannot must be called
// unknown. A false clear - "all fine", "nothing moved" - is counted apart, because it is the answer after which
// nobody looks again.
import type { Answer, Scenario, Subject, Truth } from './shapes.ts'
import type { Words } from './words.ts'

/** The counts of one class. `right` counts right silence too; precision is `told` of `claimed`. */
export type ClassTally = {
  readonly truths: number
  readonly right: number
  /** How often it was said, rightly or not. */
  readonly claimed: number
  /** How often it was said rightly. */
  readonly told: number
}

const emptyClass: ClassTally = { truths: 0, right: 0, claimed: 0, told: 0 }

function addClasses(a: ClassTally, b: ClassTally): ClassTally {
  return {
    truths: a.truths + b.truths,
    right: a.right + b.right,
    claimed: a.claimed + b.claimed,
    told: a.told + b.told,
  }
}

/** The counts of one contender; plain numbers, so that sittings can be added up. */
export type Tally = {
  readonly decidable: number
  readonly right: number
  /** Said "cannot tell" of something that can be told. */
  readonly unknown: number
  /** Said nothing where something should have been said. */
  readonly silent: number
  readonly wrong: number
  /** Wrong answers after which nobody looks again, of decidable and undecidable truths. */
  readonly falseClears: number
  readonly undecidable: number
  /** Undecidable truths of which it claimed to know more than can be known. */
  readonly overclaimed: number
  /** Findings about money that is none of ours. */
  readonly falseAlarms: number
  readonly classes: Readonly<Record<string, ClassTally>>
}

/** One answer that was not right. `got` null = nothing was said. */
export type Miss = {
  readonly scenario: string
  readonly seed: number
  readonly story: string | null
  readonly subject: Subject
  readonly expected: string | null
  readonly got: string | null
  readonly kind: 'unknown' | 'silent' | 'wrong' | 'false clear' | 'overclaimed' | 'false alarm'
}

/** The score of one scenario. */
export type Score = { readonly tally: Tally; readonly misses: readonly Miss[] }

/** A tally of nothing: the start of every sum. */
export const emptyTally: Tally = {
  decidable: 0,
  right: 0,
  unknown: 0,
  silent: 0,
  wrong: 0,
  falseClears: 0,
  undecidable: 0,
  overclaimed: 0,
  falseAlarms: 0,
  classes: {},
}

/** One text for a subject: two subjects are the same when their texts are. */
export function subjectKey(subject: Subject): string {
  if (subject.by === 'authorization') {
    return `authorization/${subject.payer}/${subject.nonce}`.toLowerCase()
  }
  if (subject.by === 'log') return `log/${subject.tx}/${subject.logIndex}`.toLowerCase()
  return `record/${subject.recordId}`
}

function byKey<T extends { readonly subject: Subject }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = subjectKey(item.subject)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}

// What can honestly be said of a truth that these books and this chain do not decide.
const honest: readonly string[] = ['indeterminate', 'ambiguous', 'invalid_record']

function accepts(words: Words, truth: Truth, word: string): boolean {
  const accepted = words.accepts[word] ?? []
  if (accepted.includes(truth.outcome)) return true
  return !truth.decidable && (words.unknowns.includes(word) || accepted.some((name) => honest.includes(name)))
}

/**
 * "Open" of a payment that can no longer happen is late, not false: nothing moved, and nobody was told that
 * it cannot.
 */
function isFalseClear(words: Words, truth: Truth, word: string): boolean {
  if (!words.clears.includes(word) || accepts(words, truth, word)) return false
  const waits = (words.accepts[word] ?? []).includes('open')
  return !(waits && truth.outcome === 'no_charge')
}

type Pair = { readonly truth: Truth | null; readonly answer: Answer | null }

/** Gives each truth of one subject its answer: those that agree first, the others in order. */
function pairUp(words: Words, truths: readonly Truth[], answers: readonly Answer[]): readonly Pair[] {
  const left = [...answers]
  const agreed = truths.map((truth) => {
    const index = left.findIndex(({ outcome }) => accepts(words, truth, outcome))
    return { truth, answer: index < 0 ? null : (left.splice(index, 1)[0] ?? null) }
  })
  const all = agreed.map(({ truth, answer }) => ({ truth, answer: answer ?? left.shift() ?? null }))
  return [...all, ...left.map((answer) => ({ truth: null, answer }))]
}

/**
 * Who cannot join a record to its payment cannot name the payment: "unknown" then stands under the name of the
 * record alone. Such words go to truths of which nothing else was said.
 */
function givenNames(words: Words, pairs: readonly Pair[]): readonly Pair[] {
  const isNameless = ({ truth, answer }: Pair) =>
    truth === null && answer?.subject.by === 'record' && words.unknowns.includes(answer.outcome)
  const nameless = pairs.filter(isNameless)
  const named = pairs.filter((pair) => !isNameless(pair))
  return named.map((pair) =>
    pair.answer === null ? { ...pair, answer: nameless.shift()?.answer ?? null } : pair,
  )
}

function kindOf({ truth, answer }: Pair, words: Words): Miss['kind'] | 'right' | 'beside' {
  const word = answer?.outcome ?? null
  if (truth === null) return word !== null && words.alarms.includes(word) ? 'false alarm' : 'beside'
  if (word === null) return words.silence.includes(truth.outcome) ? 'right' : 'silent'
  if (accepts(words, truth, word)) return 'right'
  if (isFalseClear(words, truth, word)) return 'false clear'
  if (!truth.decidable) return 'overclaimed'
  return words.unknowns.includes(word) ? 'unknown' : 'wrong'
}

type Judged = Pair & { readonly kind: ReturnType<typeof kindOf> }

/** Which class an answer speaks of; undefined for words that claim nothing. */
function claimOf({ truth, answer, kind }: Judged, words: Words): string | undefined {
  if (answer === null || kind === 'beside' || kind === 'unknown') return undefined
  return kind === 'right' ? truth?.outcome : words.accepts[answer.outcome]?.[0]
}

function classesOf(judged: readonly Judged[], words: Words): Readonly<Record<string, ClassTally>> {
  const tallies: Record<string, ClassTally> = {}
  const add = (name: string, part: Partial<ClassTally>) => {
    tallies[name] = addClasses(tallies[name] ?? emptyClass, { ...emptyClass, ...part })
  }
  for (const item of judged) {
    const { truth, kind } = item
    if (truth !== null && !truth.decidable) continue
    const right = kind === 'right' ? 1 : 0
    if (truth !== null) add(truth.outcome, { truths: 1, right })
    const claim = claimOf(item, words)
    if (claim !== undefined) add(claim, { claimed: 1, told: right })
  }
  return tallies
}

/** Scores the answers of one contender to one scenario. Pure. */
export function score(scenario: Scenario, answers: readonly Answer[], words: Words): Score {
  const truths = byKey(scenario.truths)
  const told = byKey(answers)
  const pairs = [...new Set([...truths.keys(), ...told.keys()])].flatMap((key) =>
    pairUp(words, truths.get(key) ?? [], told.get(key) ?? []),
  )
  const judged = givenNames(words, pairs).map((pair): Judged => ({ ...pair, kind: kindOf(pair, words) }))
  const count = (test: (item: Judged) => boolean) => judged.filter(test).length
  const known = (item: Judged) => item.truth?.decidable === true
  const tally: Tally = {
    decidable: count(known),
    right: count((item) => known(item) && item.kind === 'right'),
    unknown: count((item) => item.kind === 'unknown'),
    silent: count((item) => item.kind === 'silent'),
    wrong: count((item) => known(item) && (item.kind === 'wrong' || item.kind === 'false clear')),
    falseClears: count((item) => item.kind === 'false clear'),
    undecidable: count((item) => item.truth?.decidable === false),
    overclaimed: count((item) => item.truth?.decidable === false && item.kind !== 'right'),
    falseAlarms: count((item) => item.kind === 'false alarm'),
    classes: classesOf(judged, words),
  }
  const misses = judged.flatMap(({ truth, answer, kind }): readonly Miss[] => {
    const subject = truth?.subject ?? answer?.subject
    if (kind === 'right' || kind === 'beside' || subject === undefined) return []
    const { name, seed } = scenario
    const expected = truth?.outcome ?? null
    return [
      {
        scenario: name,
        seed,
        story: truth?.story ?? null,
        subject,
        expected,
        got: answer?.outcome ?? null,
        kind,
      },
    ]
  })
  return { tally, misses }
}

/** The sum of two tallies. */
export function addTallies(a: Tally, b: Tally): Tally {
  const names = [...new Set([...Object.keys(a.classes), ...Object.keys(b.classes)])]
  const sum = (name: string) => addClasses(a.classes[name] ?? emptyClass, b.classes[name] ?? emptyClass)
  return {
    decidable: a.decidable + b.decidable,
    right: a.right + b.right,
    unknown: a.unknown + b.unknown,
    silent: a.silent + b.silent,
    wrong: a.wrong + b.wrong,
    falseClears: a.falseClears + b.falseClears,
    undecidable: a.undecidable + b.undecidable,
    overclaimed: a.overclaimed + b.overclaimed,
    falseAlarms: a.falseAlarms + b.falseAlarms,
    classes: Object.fromEntries(names.map((name) => [name, sum(name)])),
  }
}
