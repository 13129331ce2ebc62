import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placeBuild } from '../../scripts/place-build.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'x402ops-build-'))
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A build whose entry says when it runs, waits for a line, and only then loads its chunk. */
function built(name: string): string {
  const fresh = join(folder, `fresh-${name}`)
  mkdirSync(join(fresh, 'chunks'), { recursive: true })
  writeFileSync(join(fresh, 'chunks', `room-${name}.js`), `process.stdout.write('room ${name}')\n`)
  const entry = `process.stdout.write('entry ${name}, ')
process.stdin.once('data', () => import('./chunks/room-${name}.js').then(() => process.exit(0)))\n`
  writeFileSync(join(fresh, 'cli.js'), entry)
  return fresh
}

const dist = () => join(folder, 'dist')
const chunks = () => readdirSync(join(dist(), 'chunks')).sort()

test('a program that runs while a build is placed finds the chunks it knows', async () => {
  placeBuild(built('a'), dist())
  const program = spawn(process.execPath, [join(dist(), 'cli.js')])
  let said = ''
  program.stdout.on('data', (text) => {
    said += text
  })
  program.stderr.on('data', (text) => {
    said += text
  })
  await once(program.stdout, 'data')
  placeBuild(built('b'), dist())
  expect(chunks()).toEqual(['room-a.js', 'room-b.js'])
  program.stdin.write('go\n')
  await once(program, 'close')
  expect(said).toBe('entry a, room a')
})

test('chunks go with the build after the next one', async () => {
  for (const name of ['a', 'b', 'c']) {
    placeBuild(built(name), dist())
    // File times tell the builds apart.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(chunks()).toEqual(['room-b.js', 'room-c.js'])
})

test('a package holds one build and nothing else', () => {
  placeBuild(built('a'), dist())
  writeFileSync(join(dist(), 'forgotten.txt'), '')
  placeBuild(built('b'), dist(), { onlyNew: true })
  expect(chunks()).toEqual(['room-b.js'])
  expect(readdirSync(dist()).sort()).toEqual(['chunks', 'cli.js'])
})
