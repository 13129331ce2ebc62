import { answer, anyAnswer } from '../answer.ts'
import { namesId } from '../named.ts'
import type { FindingLook, GuideExpected, GuideSeen, Row, RowAnswer, RunLook, Smaller } from '../shapes.ts'
import { anyOf, foundIn, foundText, glanceAt, type Signal } from '../signals.ts'
import type { Window } from '../windows.ts'

// No answer, or one that cannot be read.
const unheard: readonly string[] = [
  ...[
    'UNREACHABLE',
    'INSTANCE_UNREACHABLE',
    'UNDECODABLE',
    'VERSION_UNKNOWN',
    'OVERSIZED',
    'HEADER_TOO_LARGE',
  ],
]

// What the matrix could not ask beside the terms themselves.
const besideTerms: readonly string[] = [
  ...['CORS_NOT_SEEN', 'VARIANT_NOT_SEEN', 'VARIANTS_NOT_ASKED', 'GARBAGE_NOT_ASKED', 'EXPECTATION_ABSENT'],
]

// Nobody knows whether an address is wrong when nobody said which one is right.
const noPayTo = ({ code, args }: FindingLook) =>
  code === 'EXPECTATION_ABSENT' && /pay_?to|recipient/i.test(String(args.what))

const wrongTerms: Signal = {
  room: 'matrix',
  codes: ['WRONG_PAYTO', 'EXTRA_PAYTO', 'WRONG_ASSET', 'WRONG_NETWORK', 'PAYTO_NOT_UNIFORM'],
  unless: besideTerms,
  // Nothing was heard there, so nobody knows what its 402 says.
  blind: (finding) => noPayTo(finding) || unheard.includes(finding.code),
}
// An instance that names other terms than the rest: whom it pays decides the row.
const otherMoney: Signal = {
  room: 'matrix',
  codes: ['INSTANCES_DISAGREE'],
  counts: ({ args }) => /payTo|way of paying/.test(String(args.field)),
  unless: besideTerms,
}

const wrongDetails: Signal = {
  room: 'matrix',
  codes: ['WRONG_RESOURCE', 'WRONG_AMOUNT', 'WRONG_EIP712_NAME', 'BELOW_FACILITATOR_MINIMUM'],
  unless: besideTerms,
  blind: ({ code }) => unheard.includes(code),
}
const minimum: Signal = {
  room: 'facilitator',
  codes: ['FACILITATOR_MINIMUM'],
  unless: ['FACILITATOR_SIGNER_UNKNOWN'],
}
const free: Signal = {
  room: 'matrix',
  codes: ['SERVED_FREE'],
  unless: [...besideTerms, 'TERMS_NOT_SEEN'],
  // A server that gives everything away can say that it is a free tier.
  blind: ({ code }) => ['FREE_TIER', 'FREE_CREDIT', 'UNREACHABLE', 'INSTANCE_UNREACHABLE'].includes(code),
}
const freeWhileOff: Signal = { room: 'toggle-proof', codes: ['TOGGLE_SERVED_FREE'] }
const recipient: Signal = {
  room: 'recipient',
  codes: [
    ...['RECIPIENT_BLACKLISTED', 'RECIPIENT_TOKEN_PAUSED', 'RECIPIENT_FORBIDDEN', 'RECIPIENT_IS_TOKEN'],
    ...['RECIPIENT_IS_ZERO', 'RECIPIENT_TOKEN_ACCOUNT_MISSING', 'RECIPIENT_TOKEN_ACCOUNT_FROZEN'],
    'RECIPIENT_TOKEN_ACCOUNT_FOREIGN',
  ],
  verdicts: ['FAIL'],
  blind: ({ code }) => code === 'RECIPIENT_FAMILY_UNREAD',
}

/** The routes that the findings of a signal name. */
export function routesIn(signal: Signal) {
  return (windows: readonly Window[]): readonly Smaller[] => {
    const routes = windows.flatMap(({ run }) => foundIn(run, signal).flatMap(({ route }) => route ?? []))
    return [...new Set(routes)].map((name) => ({ kind: 'route', name }))
  }
}

/** The rails of a finding: those whose network and asset it names, else those of its network. */
function railsOf({ args, subject }: FindingLook, rails: readonly string[]): readonly string[] {
  const words = [subject, ...Object.values(args).filter((value) => typeof value === 'string')].join(' ')
  const exact = rails.filter((rail) => rail.split(' ').every((word) => namesId(words, word)))
  if (exact.length > 0) return exact
  const near = rails.filter((rail) => namesId(words, rail.split(' ')[0] ?? ''))
  return near.length > 0 ? near : rails
}

function notReady(windows: readonly Window[], { rails }: GuideExpected): readonly string[] {
  const found = windows.flatMap(({ run }) => foundIn(run, recipient))
  return [...new Set(found.flatMap((finding) => railsOf(finding, rails)))]
}

const recipientRow: Row['answer'] = (seen, expected): RowAnswer => {
  let hit: readonly string[] = []
  const found = answer(seen, {
    glance: (run) => glanceAt(run, recipient),
    ...{ action: 'consider', missing: 'no run of recipient is saved' },
    partial: (windows) => {
      hit = notReady(windows, expected)
      return hit.map((name) => ({ kind: 'rail', name }))
    },
  })
  if (found.state !== 'met') return found
  const isOnly = expected.rails.every((rail) => hit.includes(rail))
  const says = `${found.says}; ${isOnly ? 'it is the only way to pay' : 'other ways to pay stay open'}`
  return { ...found, says, ...(isOnly ? { action: 'off-now', partial: [] } : {}) }
}

/** Was this a look at what "off" does? The proof of "on" says that no late money was to be looked for. */
const wasOff = ({ rooms, findings }: RunLook) =>
  rooms.some(({ room }) => room === 'toggle-proof') &&
  !findings.some(({ code, args }) => code === 'TOGGLE_DRAIN_NOT_ASKED' && /to be on/.test(String(args.why)))

function freeAnswer(seen: GuideSeen): RowAnswer {
  const base = answer(seen, {
    glance: (run) => glanceAt(run, free),
    ...{ action: 'not-the-flag', missing: 'no run of matrix is saved' },
    partial: routesIn(free),
  })
  // Whatever the profile says: the newest proof saw what "off" does here.
  const proof = seen.runs.find(wasOff)
  const found = proof === undefined ? [] : foundIn(proof, freeWhileOff)
  if (proof === undefined || found.length === 0 || base.state === 'met') return base
  const says = `while it was off, toggle verify saw ${foundText(found)}`
  const windows = [{ runId: proof.runId, at: proof.at }]
  return { ...base, state: 'met', says, ids: found.map(({ id }) => id), windows }
}

/** Rows about what the 402s say. */
export const termsRows = {
  wrongTerms: {
    number: 2,
    title: 'a 402 names an unknown payTo, a wrong asset or a wrong network',
    cause: 'terms',
    answer: (seen) =>
      answer(seen, {
        glance: (run) => anyOf([glanceAt(run, wrongTerms), glanceAt(run, otherMoney)]),
        ...{ action: 'off-now', missing: 'no run of matrix is saved' },
      }),
  },
  recipient: {
    number: 13,
    title: 'payTo cannot receive, or its token is paused',
    cause: 'settlement',
    answer: recipientRow,
  },
  wrongDetails: {
    number: 14,
    title: 'a 402 names a wrong resource, amount or token name, or a price below the minimum',
    cause: 'terms',
    answer: (seen) =>
      anyAnswer(seen, [
        {
          glance: (run) => glanceAt(run, wrongDetails),
          ...{ action: 'consider', missing: 'no run of matrix is saved' },
          partial: routesIn(wrongDetails),
        },
        {
          glance: (run) => glanceAt(run, minimum),
          ...{ action: 'consider', missing: 'no run of facilitator is saved' },
        },
      ]),
  },
  servedFree: {
    number: 17,
    title: 'a paid route is served free',
    cause: 'route-execution',
    answer: freeAnswer,
  },
} as const satisfies Record<string, Row>
