import { describe, expect, test } from 'vitest'
import { entry, findings } from '../../src/core/finding.ts'
import { phrase } from '../../src/core/phrase.ts'
import type { Room } from '../../src/core/room.ts'
import { judgeRoom, runRoom } from '../../src/core/run-room.ts'

const catalog = {
  DOOR_OPEN: entry<{ since: string }>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'the door is open',
    text: ({ since }) => `Open since ${since}.`,
    next: 'Close it.',
    playbook: null,
  }),
  DOOR_NOT_SEEN: entry<Record<string, never>>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'the door was not seen',
    text: () => 'Nobody could see the door.',
    next: null,
    playbook: null,
  }),
} as const
const find = findings(catalog)

const door = (n: number) => ({ kind: 'endpoint', id: `door ${n}` }) as const

type Seen = { readonly open: boolean | null }

const room: Room<null, Seen, null, Seen> = {
  name: 'door',
  catalog,
  checks: [
    {
      id: 'closed',
      question: 'Is the door closed?',
      judge: ({ open }) => {
        const subject = { kind: 'endpoint', id: 'door' } as const
        if (open === null) return [find('DOOR_NOT_SEEN', subject, {})]
        return open ? [find('DOOR_OPEN', subject, { since: 'noon' })] : []
      },
    },
  ],
  plan: () => null,
  collect: async (_plan, ports) => ports,
}

const run = (open: boolean | null) => runRoom(room, null, { open }, new AbortController().signal)

describe('plan, collect, judge', () => {
  test('no complaint is PASS', async () => {
    expect((await run(false)).checks).toEqual([
      { id: 'closed', question: 'Is the door closed?', verdict: 'PASS', text: '' },
    ])
  })

  test('as many findings as a very bad day has', () => {
    const checks = [
      {
        id: 'doors',
        question: 'Are the doors closed?',
        judge: () => Array.from({ length: 150_000 }, (_, n) => find('DOOR_NOT_SEEN', door(n), {})),
      },
    ]
    expect(judgeRoom({ ...room, checks }, { open: null }, null).findings).toHaveLength(150_000)
  })

  test('a finding has its words from the catalogue', async () => {
    const { findings: found } = await run(true)
    expect(found).toMatchObject([
      { code: 'DOOR_OPEN', verdict: 'FAIL', text: 'Open since noon.', next: 'Close it.', check: 'closed' },
    ])
  })

  test('not seen is UNKNOWN', async () => {
    expect((await run(null)).checks[0]?.verdict).toBe('UNKNOWN')
  })

  test('what was seen can be judged again with the same result', async () => {
    const first = await run(true)
    const again = judgeRoom(room, JSON.parse(JSON.stringify(first.seen)) as Seen, first.expected)
    expect(again).toEqual({ checks: first.checks, findings: first.findings })
  })

  test('a code without words is a fault of ours', () => {
    const stray = { code: 'STRAY', subject: { kind: 'endpoint', id: 'x' }, args: {}, evidence: [] } as const
    expect(() => phrase(stray, 'closed', catalog)).toThrow('the catalogue has no words for STRAY')
  })
})
