import { systemClock } from '../../src/adapters/clock.ts'
import { createSignatureCheck } from '../../src/adapters/signature/check.ts'
import { toJson } from '../../src/core/json.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { Secret } from '../../src/core/secret.ts'
import { readVerify } from '../../src/verify/read.ts'
import { verify } from '../../src/verify/room.ts'
import { asHeader, asJson, type Loose, nowSeconds, payment } from './payment.ts'

export const live = new AbortController().signal
export const check = createSignatureCheck(systemClock)
export const good = await payment()
export const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** Every code that a case met. */
export const reached = new Set<string>()
export function note(codes: readonly string[]): readonly string[] {
  for (const code of codes) reached.add(code)
  return codes
}

export type About = { readonly now?: number; readonly minimumAtomic?: bigint }

/** Verifies offline: what can be read and computed, with nobody asked. */
export async function look(paid: Loose, asked: Loose, { now = nowSeconds, minimumAtomic }: About = {}) {
  const read = readVerify(
    { payment: asHeader(paid), requirements: asJson(asked) },
    { nowSeconds: now, minimumAtomic: minimumAtomic ?? null },
  )
  if ('problem' in read) return { read, rows: {}, not: ['unread'], printed: '' }
  const signature = read.signature ?? new Secret('(none)', '')
  const run = await runRoom(
    verify,
    read.expected,
    {
      nodes: [],
      separator: check.separator,
      recover: (transfer) => check.recover(transfer, signature),
      askContract: () => Promise.reject(new Error('nobody is asked')),
    },
    live,
  )
  const rows = Object.fromEntries(run.checks.map(({ id, verdict }) => [id, verdict]))
  const codes = note(run.findings.map(({ code }) => code))
  const not = Object.keys(rows).filter((id) => !['PASS', 'SKIP'].includes(rows[id] ?? ''))
  return { read, rows, codes, not, printed: toJson(run) }
}

export const changed = (change: (copy: Loose) => void) => {
  const copy = structuredClone(good)
  change(copy)
  return copy
}
