import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { withLock } from '../../../src/adapters/files/lock.ts'
import { isGone, ownIdentity } from '../../../src/adapters/files/process-identity.ts'

let folder = ''
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'x402ops-lock-')), 'state')
})

const lockOf = (owner: object) => writeFile(join(folder, '.lock'), JSON.stringify(owner))

function child(program: string) {
  const loader = join(resolve('scripts'), 'ts.mjs')
  const source = `import { withLock } from '${resolve('src/adapters/files/lock.ts')}'\n${program}`
  return spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

test('hands on the result, makes the folder 0700 and leaves nothing behind', async () => {
  expect(await withLock(folder, async () => readdir(folder))).toEqual(['.lock'])
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(await readdir(folder)).toEqual([])
})

test('a failure of the work passes, and the lock is free again', async () => {
  await expect(withLock(folder, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
  expect(await readdir(folder)).toEqual([])
})

test('one at a time, within a process', async () => {
  let inside = 0
  const work = () =>
    withLock(folder, async () => {
      inside += 1
      expect(inside).toBe(1)
      await new Promise((done) => setTimeout(done, 5))
      inside -= 1
    })
  await Promise.all(Array.from({ length: 8 }, work))
  expect(inside).toBe(0)
})

test('one at a time, between processes: no increment of a file is lost', async () => {
  await withLock(folder, () => writeFile(join(folder, 'count'), '0'))
  const program = `
    import { readFile, writeFile } from 'node:fs/promises'
    const file = '${join(folder, 'count')}'
    for (let i = 0; i < 10; i += 1)
      await withLock('${folder}', async () => writeFile(file, String(Number(await readFile(file, 'utf8')) + 1)), { waitMs: 20000 })`
  const exits = await Promise.all(Array.from({ length: 3 }, () => once(child(program), 'exit')))
  expect(exits.map(([code]) => code)).toEqual([0, 0, 0])
  expect(await readFile(join(folder, 'count'), 'utf8')).toBe('30')
  expect(await readdir(folder)).toEqual(['count'])
})

describe('a lock whose owner', () => {
  beforeEach(() => withLock(folder, async () => undefined))

  test('runs is waited for, then STATE_LOCKED names it', async () => {
    await withLock(folder, async () => {
      const error = await withLock(folder, async () => undefined, { waitMs: 100 }).catch(
        (caught: unknown) => caught,
      )
      expect(error).toMatchObject({ code: 'STATE_LOCKED', exitCode: 6 })
      expect((error as { why: string }).why).toContain(String(process.pid))
    })
  })

  test('was killed is taken over', async () => {
    const holder = child(
      `await withLock('${folder}', async () => { process.stdout.write('held'); setInterval(() => 0, 1000); await new Promise(() => 0) })`,
    )
    await once(holder.stdout, 'data')
    expect(await readdir(folder)).toEqual(['.lock'])
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(await withLock(folder, async () => 'mine', { waitMs: 2_000 })).toBe('mine')
    expect(await readdir(folder)).toEqual([])
  })

  test('has a pid that is used again is taken over', async () => {
    await lockOf({ ...(await ownIdentity()), start: 'another-boot/1' })
    expect(await withLock(folder, async () => 'mine', { waitMs: 2_000 })).toBe('mine')
  })

  test('is on another machine is left alone', async () => {
    await lockOf({ host: `not-${hostname()}`, pid: 1, start: null })
    await expect(withLock(folder, async () => 'mine', { waitMs: 100 })).rejects.toMatchObject({
      code: 'STATE_LOCKED',
    })
  })

  test('cannot be read is left alone', async () => {
    await writeFile(join(folder, '.lock'), 'not json')
    await expect(withLock(folder, async () => 'mine', { waitMs: 100 })).rejects.toMatchObject({
      code: 'STATE_LOCKED',
    })
  })

  test('was killed is taken over by one of many only', async () => {
    await lockOf({ ...(await ownIdentity()), start: 'another-boot/1' })
    let inside = 0
    await Promise.all(
      Array.from({ length: 6 }, () =>
        withLock(folder, async () => {
          inside += 1
          expect(inside).toBe(1)
          await new Promise((done) => setTimeout(done, 5))
          inside -= 1
        }),
      ),
    )
    expect(await readdir(folder)).toEqual([])
  })
})

test('a folder that cannot be made is OUTPUT_FAILED', async () => {
  await withLock(folder, () => writeFile(join(folder, 'file'), ''))
  await expect(withLock(join(folder, 'file', 'x'), async () => 1)).rejects.toMatchObject({
    code: 'OUTPUT_FAILED',
  })
})

test('this process is not gone; one that has ended is', async () => {
  const own = await ownIdentity()
  expect(await isGone(own)).toBe(false)
  const ended = child('')
  await once(ended, 'exit')
  expect(await isGone({ ...own, pid: ended.pid ?? -1 })).toBe(true)
})
