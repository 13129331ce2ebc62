import { expect, test } from 'vitest'
import { createProgress } from '../../src/cli/progress.ts'
import { startDeadline } from '../../src/commands/deadline.ts'
import type { Clock } from '../../src/core/ports.ts'

/** A clock that moves only when it is told to. */
function handClock() {
  let ms = 0
  const waiting: { at: number; wake: () => void }[] = []
  const clock: Clock = {
    now: () => new Date(ms),
    monotonicMs: () => ms,
    sleep: (delay, signal) =>
      new Promise((done) => {
        waiting.push({ at: ms + delay, wake: done })
        signal.addEventListener('abort', () => done(), { once: true })
      }),
  }
  const move = async (by: number) => {
    ms += by
    for (const { at, wake } of waiting) if (at <= ms) wake()
    await new Promise((done) => setImmediate(done))
  }
  return { clock, move }
}

function surface(isTty: boolean) {
  const { clock, move } = handClock()
  const written: string[] = []
  return {
    move,
    written,
    at: { isTty, columns: 20, clock, write: (text: string) => void written.push(text) },
  }
}

test('on a terminal one line is rewritten, cut to the width, and taken away, after two seconds', async () => {
  const { at, move, written } = surface(true)
  const progress = createProgress(at, false)
  progress.show('begun')
  progress.clear()
  expect(written).toEqual([])
  await move(2000)
  progress.show('3 of 7 routes of a service')
  progress.show('4 of 7\u001b[2J')
  progress.clear()
  expect(written).toEqual(['3 of 7 routes of...', '\r\x1b[2K', '4 of 7\\x1b[2J', '\r\x1b[2K'])
})

test('elsewhere there is at most one line in ten seconds', async () => {
  const { at, move, written } = surface(false)
  const progress = createProgress(at, false)
  for (let second = 0; second < 25; second += 1) {
    progress.show(`second ${second}`)
    await move(1000)
  }
  progress.clear()
  expect(written).toEqual(['second 10\n', 'second 20\n'])
})

test('--quiet shows nothing', async () => {
  const { at, move, written } = surface(true)
  createProgress(at, true).show('anything')
  await move(60_000)
  expect(written).toEqual([])
})

test('a deadline aborts the work, and says that it was the deadline', async () => {
  const { clock, move } = handClock()
  const deadline = startDeadline(clock, new AbortController().signal, 1000)
  await move(999)
  expect([deadline.signal.aborted, deadline.reached()]).toEqual([false, false])
  await move(1)
  expect([deadline.signal.aborted, deadline.reached()]).toEqual([true, true])
})

test('an interruption aborts the work, and is not the deadline', async () => {
  const { clock, move } = handClock()
  const parent = new AbortController()
  const deadline = startDeadline(clock, parent.signal, 1000)
  parent.abort('SIGINT')
  await move(5000)
  expect([deadline.signal.reason, deadline.reached()]).toEqual(['SIGINT', false])
  expect(startDeadline(clock, parent.signal, 1).signal.aborted).toBe(true)
})

test('a deadline that was stopped aborts nothing', async () => {
  const { clock, move } = handClock()
  const parent = new AbortController()
  const deadline = startDeadline(clock, parent.signal, 1000)
  deadline.stop()
  await move(5000)
  parent.abort('SIGTERM')
  expect([deadline.signal.aborted, deadline.reached()]).toEqual([false, false])
})
