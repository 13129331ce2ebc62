import { describe, expect, test } from 'vitest'
import { run } from '../../src/commands/classify.ts'
import type { CommandContext } from '../../src/commands/command.ts'
import { OpsError } from '../../src/core/errors.ts'
import { toJson } from '../../src/core/json.ts'
import { oneCase, sampleReport } from '../render/sample.ts'

const nonce = `0x${'07'.repeat(32)}`
const paid = { ...oneCase, code: 'ORPHANED_PAYMENT', moneyMoved: true, nonce, requestIds: ['req_1'] }
const { document } = sampleReport()
const reconcile = { ...document, command: 'reconcile' }

type Given = {
  readonly word?: string | null
  readonly options?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly runs?: readonly (typeof document)[]
  readonly interactive?: boolean
}

async function* lines(text: string) {
  for (const line of text.split('\n')) yield { text: line, cut: false }
}

function context({ word = null, options = {}, files = {}, runs = [reconcile], interactive = false }: Given) {
  const loaded: string[] = []
  return {
    loaded,
    ...{ args: [word], options, interactive, global: {}, note: () => {}, progress: () => {} },
    signal: new AbortController().signal,
    clock: { now: () => new Date('2026-11-21T07:40:02Z') },
    services: {
      inputLines: async function* (name: string) {
        const text = files[name]
        if (text === undefined) throw new OpsError('INPUT_NOT_FOUND', { file: name })
        yield* lines(text)
      },
      profile: async () => ({ profile: { name: 'shop' } }),
      store: async () => ({
        list: async () => ({ runs, broken: [] }),
        load: async (_profile: string, reference: string) => {
          loaded.push(reference)
          return { document: reconcile, rooms: [], cases: [paid] }
        },
      }),
    },
  } as unknown as CommandContext & { readonly loaded: readonly string[] }
}

const dataOf = async (given: Given) => {
  const outcome = await run(context(given))
  if (outcome.kind !== 'screen') throw new Error('a screen was expected')
  return { exitCode: outcome.exitCode, ...(outcome.data as Record<string, unknown>) }
}

describe('what the argument is', () => {
  const files = {
    'error.json': '{\n  "success": false,\n  "errorReason": "insufficient_funds"\n}\n',
    'pay.log': 'ERROR insufficient_funds\nERROR settlement_pending\n',
    'list.json': '[{"errorReason":"insufficient_funds"},{"status":200}]',
    'answer.txt': 'HTTP/1.1 429 Slow\nRetry-After: 3\n\n{}',
    '-': 'ERROR insufficient_funds',
    empty: '\n \n',
    insufficient_funds: 'settlement_pending',
  }
  test.each<[string | null, object]>([
    ['settlement_pending', { kind: 'one', class: 'indeterminate' }],
    ['a text with insufficient funds', { kind: 'one', class: 'permanent-client' }],
    ['{"errorReason":"insufficient_funds"}', { kind: 'one', class: 'permanent-client' }],
    ['error.json', { kind: 'one', class: 'permanent-client' }],
    ['answer.txt', { kind: 'one', class: 'transient', retryAfter: '3' }],
    // A header that was cut off is no name of a file, and is not repeated as one.
    ['eyJ4NDAyVmVyc2lvbiI6/n0', { kind: 'one', class: 'unknown' }],
    ['pay.log', { kind: 'log', lines: 2, failures: 2 }],
    ['list.json', { kind: 'log', lines: 2, failures: 1, fine: 1 }],
    ['-', { kind: 'one', class: 'permanent-client' }],
    [null, { kind: 'one', class: 'permanent-client' }],
    // A file of that name is there, so it is meant.
    ['insufficient_funds', { kind: 'one', class: 'indeterminate' }],
  ])('%s', async (word, expected) => {
    expect(await dataOf({ word, files })).toMatchObject(expected)
  })

  test('a known class is an answer, whatever it is; unknown is none', async () => {
    expect((await dataOf({ word: 'insufficient_funds' })).exitCode).toBe(0)
    expect((await dataOf({ word: 'no_such_reason' })).exitCode).toBe(3)
  })

  test.each<[Given, string]>([
    [{ word: 'empty', files }, 'CLASSIFY_NOTHING'],
    [{ interactive: true }, 'CLASSIFY_NOTHING'],
    [{ word: 'nowhere.log' }, 'INPUT_NOT_FOUND'],
    [{ word: './nowhere' }, 'INPUT_NOT_FOUND'],
    [{ word: 'x', options: { nonce: '0x12' } }, 'USAGE'],
    [{ word: 'x', options: { nonce }, runs: [] }, 'RUN_NOT_FOUND'],
    [{ word: 'x', options: { nonce }, runs: [document] }, 'RUN_NOT_FOUND'],
    [{ word: 'x', options: { deployAt: 'block:17' } }, 'SINCE_NOT_UNDERSTOOD'],
  ])('%o is %s', async (given, code) => {
    await expect(run(context(given))).rejects.toMatchObject({ code })
  })
})

describe('nobody says that all is well who cannot know', () => {
  const shown = async (word: string) => {
    const outcome = await run(context({ word }))
    return outcome.kind === 'screen' ? toJson(outcome.screen) : ''
  }
  test.each([
    ['the money is gone, the buyer is furious', 'unknown: not known'],
    ['HTTP/1.1 402 Payment Required\n\n{"x402Version":2,"accepts":[]}', 'unknown: it names no failure'],
    ['{"status":200,"body":{}}', 'unknown: it names no failure'],
  ])('%s', async (word, title) => {
    expect(await shown(word)).toContain(title)
    expect(await shown(word)).not.toContain('nothing failed')
  })

  test('a 402 alone does not tell whether a payment was sent', async () => {
    const data: Record<string, unknown> = await dataOf({ word: 'HTTP/1.1 402 Payment Required\n\n{}' })
    expect(data).toMatchObject({ failed: false, exitCode: 3, retry: 'UNKNOWN' })
    expect(data.means).toContain('If a payment was sent')
  })
})

describe('what the chain showed', () => {
  const deadline = 'context deadline exceeded'
  test('a nonce that is named is looked up in the newest reconcile', async () => {
    const given = context({ word: deadline, options: { nonce } })
    expect(await run(given)).toMatchObject({
      data: { class: 'duplicate', decidedBy: 'chain', retry: 'DO_NOT_RETRY' },
    })
    expect(given.loaded).toEqual([reconcile.runId])
  })

  test('a payment that the text itself names is looked up in the run that is named', async () => {
    const word = JSON.stringify({ requestId: 'req_1', error: deadline })
    const given = context({ word, options: { fromRun: 'last~1' } })
    expect(await run(given)).toMatchObject({ data: { decidedBy: 'chain', row: 'chain ORPHANED_PAYMENT' } })
    expect(given.loaded).toEqual(['last~1'])
  })

  test('in a log, every line', async () => {
    const files = {
      'pay.log': `{"reqId":"req_1","error":"${deadline}"}\n{"reqId":"req_2","error":"${deadline}"}`,
    }
    const data = await dataOf({ word: 'pay.log', files, options: { fromRun: 'last' } })
    expect(data).toMatchObject({ classes: { duplicate: 1, indeterminate: 1 } })
  })

  test('a payment that the run does not know stays what the text says', async () => {
    const other = `0x${'09'.repeat(32)}`
    expect(await dataOf({ word: deadline, options: { nonce: other } })).toMatchObject({ decidedBy: 'text' })
  })
})
