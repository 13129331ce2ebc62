import { describe, expect, test } from 'vitest'
import { findingId } from '../../src/core/finding.ts'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { catalog } from '../../src/recipient/catalog.ts'
import { seenOfEvm } from '../../src/recipient/checks/evm.ts'
import { recipient } from '../../src/recipient/room.ts'
import { recipientScreen } from '../../src/recipient/screen.ts'
import type { RecipientExpected, RecipientSeen } from '../../src/recipient/shapes.ts'
import { readinessOf } from '../../src/recipient/view.ts'

import { address, deltaCase, evm, expecting, network, on, refused, to, token } from './build.ts'
import { cases } from './cases.ts'

describe('receivers are judged', () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    '%s',
    (_name, { seen, expected, found, states }) => {
      const { findings } = judgeRoom(recipient, seen, expected)
      const shown = findings.filter(({ code }) => code !== 'RECIPIENT_DELTA_NOT_ASKED')
      expect(shown.map(({ verdict, code }) => `${verdict} ${code}`).sort()).toEqual(found)
      if (states !== undefined)
        expect(expected.recipients.map((each) => readinessOf(each, findings))).toEqual(states)
      const ids = findings.map((finding) => findingId(finding))
      expect(new Set(ids).size).toBe(ids.length)
      for (const { text, title, next } of findings)
        expect(`${title} ${text} ${next}`).not.toMatch(/undefined|NaN/)
      expect(recipientScreen(seen, expected, findings)[0]?.kind).toBe('table')
    },
  )

  test('every code of the catalogue is reached', () => {
    const reached = cases.flatMap(({ seen, expected }) =>
      judgeRoom(recipient, seen, expected).findings.map(({ code }) => code),
    )
    expect([...new Set(reached)].sort()).toEqual(Object.keys(catalog).sort())
  })

  test('what was seen and expected can be saved, and is judged again alike', () => {
    for (const { seen, expected, name } of cases) {
      const again = judgeRoom(
        recipient,
        unfreeze(freeze(seen)) as RecipientSeen,
        unfreeze(freeze(expected)) as RecipientExpected,
      )
      expect(again, name).toEqual(judgeRoom(recipient, seen, expected))
    }
  })

  test('no transfer is recorded twice, and what is not explained is named', () => {
    const odd = deltaCase({ receipts: [{ block: 11, atomic: 100n }] }, {})
    const { findings } = judgeRoom(recipient, odd.seen, odd.expected)
    const drift = findings.find(({ code }) => code === 'RECIPIENT_BALANCE_DRIFT')
    expect(drift?.text).toContain('the books hold 1 receipt of 0.0001 USDC (100 atomic)')
    expect(drift?.text).toContain('0.0002 USDC (200 atomic) is not explained (run run-1)')
  })
})

test('only addresses that are in force are looked at, each once; those of live 402s of a known token besides', () => {
  const payTo = [
    { address: `0x${'01'.repeat(20)}`, from: null, until: '2026-11-01T00:00:00Z' },
    { address, from: '2026-11-01T00:00:00Z', until: null },
    { address: `0x${'03'.repeat(20)}`, from: '2026-12-01T00:00:00Z', until: null },
  ]
  const live = [
    {
      network,
      asset: token.toUpperCase().replace('0X', '0x'),
      payTo: address.toUpperCase().replace('0X', '0x'),
    },
    { network, asset: token, payTo: `0x${'04'.repeat(20)}` },
    { network, asset: `0x${'05'.repeat(20)}`, payTo: `0x${'06'.repeat(20)}` },
  ]
  const { recipients } = expecting({ payTo }, { advertised: live })
  expect(recipients.map((each) => [each.address, each.from])).toEqual([
    [address, 'profile'],
    [`0x${'04'.repeat(20)}`, 'live'],
  ])
})

test.each(['stellar', 'xrpl', 'near', 'algorand', 'ton', 'tron', 'cosmos'])(
  'on %s the operator is told what to look at',
  (family) => {
    const [one_] = expecting({ ...on(`${family}:mainnet`), ...to('whoever') }).recipients
    expect(one_).toMatchObject({
      family: 'unread',
      unread: expect.stringContaining('is not read here: look'),
    })
  },
)

test('what was seen claims no more than was told', () => {
  const bare = { name: 'paused', votes: refused }
  const said = (parts: Parameters<typeof evm>[0]) => seenOfEvm(evm(parts))
  expect(said({})).toBe('not blocked, token not paused at block 100')
  expect(said({ paused: bare, list: refused })).toBe(
    'no blacklist is told of, no pause is told of at block 100',
  )
  expect(said({ transfer: null })).toContain('no transfer was tried')
})
