import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { openSealed, sealFor } from '../../src/adapters/bundle/seal.ts'
import { newFolder } from '../adapters/bundle/archive-testkit.ts'

const hasAge = spawnSync('age', ['--version']).status === 0
const bytes = Buffer.from('what a bundle holds\n'.repeat(10_000))
beforeEach((context) => context.skip(!hasAge, 'no age: apt-get install age'))

function newIdentity(name: string) {
  const file = join(newFolder(), name)
  execFileSync('age-keygen', ['-o', file], { stdio: 'pipe' })
  const recipient = execFileSync('age-keygen', ['-y', file], { encoding: 'utf8' }).trim()
  return { file, recipient }
}

test('age opens what we encrypted, for each of two recipients', async () => {
  const [one, two] = [newIdentity('one'), newIdentity('two')]
  const sealed = join(newFolder(), 'b.tar.gz.age')
  writeFileSync(sealed, await sealFor([one.recipient, two.recipient], bytes))
  for (const { file } of [one, two]) {
    expect(execFileSync('age', ['-d', '-i', file, sealed], { maxBuffer: 1e7 }).equals(bytes)).toBe(true)
  }
  const stranger = newIdentity('three')
  expect(spawnSync('age', ['-d', '-i', stranger.file, sealed]).status).not.toBe(0)
})

test('we open what age encrypted, armoured or not', async () => {
  const { file, recipient } = newIdentity('one')
  for (const flags of [[], ['-a']]) {
    const sealed = execFileSync('age', [...flags, '-r', recipient], { input: bytes, maxBuffer: 1e7 })
    expect(Buffer.from(await openSealed(file, sealed)).equals(bytes)).toBe(true)
  }
  expect(readFileSync(file, 'utf8')).toContain('# public key')
})
