import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { installationSecret } from '../../../src/adapters/bundle/installation-secret.ts'
import { newFolder, nodeArgs } from './archive-testkit.ts'

const name = 'installation-secret'

test('made once, 0600 in a folder of 0700, and the same ever after', async () => {
  const folder = join(newFolder(), 'state')
  const first = await installationSecret(folder)
  expect(first).toHaveLength(32)
  expect(Buffer.from(await installationSecret(folder)).equals(first)).toBe(true)
  expect(readdirSync(folder)).toEqual([name])
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(Buffer.from(await installationSecret(newFolder())).equals(first)).toBe(false)
})

test('processes that begin at once agree', async () => {
  const folder = newFolder()
  const program = `
    import { installationSecret } from '${resolve('src/adapters/bundle/installation-secret.ts')}'
    process.stdout.write('ready')
    await new Promise((go) => process.stdin.once('data', go))
    const made = await Promise.all([1, 2, 3].map(() => installationSecret('${folder}')))
    process.stdout.write('|' + made.map((one) => Buffer.from(one).toString('hex')).join('|'))
    process.exit()`
  const children = Array.from({ length: 4 }, () => spawn(process.execPath, [...nodeArgs, program]))
  const said = children.map(() => '')
  await Promise.all(children.map((child) => once(child.stdout, 'data')))
  for (const [index, child] of children.entries())
    child.stdout.on('data', (chunk) => (said[index] += String(chunk)))
  for (const child of children) child.stdin.write('go')
  await Promise.all(children.map((child) => once(child, 'close')))
  const secrets = said.flatMap((text) => text.split('|').slice(1))
  expect(secrets).toHaveLength(12)
  expect(new Set(secrets).size).toBe(1)
  expect(readdirSync(folder)).toEqual([name])
})

test.each<[string, (file: string) => void, RegExp]>([
  ['empty', (file) => writeFileSync(file, ''), /damaged/],
  ['zeros, as after a power cut', (file) => writeFileSync(file, Buffer.alloc(121)), /damaged/],
  ['cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, -1)), /damaged/],
  ['longer', (file) => writeFileSync(file, 'x'.repeat(5000)), /longer than 4096 bytes/],
  ['readable by the group', (file) => chmodSync(file, 0o640), /Others can read or change it \(mode 0640\)/],
  ['writable by others', (file) => chmodSync(file, 0o602), /mode 0602/],
  [
    'a link',
    (file) => {
      rmSync(file)
      symlinkSync('/etc/hostname', file)
    },
    /symbolic link/,
  ],
  [
    'a folder',
    (file) => {
      rmSync(file)
      mkdirSync(file)
    },
    /not a regular file/,
  ],
])('one that is %s is refused, with what to do, without what it holds', async (_name, spoil, why) => {
  const folder = newFolder()
  const secret = Buffer.from(await installationSecret(folder)).toString('hex')
  const file = join(folder, name)
  spoil(file)
  const error = (await installationSecret(folder).catch((caught: unknown) => caught)) as Error & {
    why: string
    hint: string
  }
  expect(error).toMatchObject({ code: 'INSTALLATION_SECRET_UNUSABLE', exitCode: 6 })
  expect(error.why).toMatch(why)
  expect(error.hint).toContain(`chmod 600 ${file}`)
  expect(`${error.message}${error.why}${error.stack}`).not.toContain(secret)
})

test('a folder that cannot be made: exit 6', async () => {
  const file = join(newFolder(), 'plain')
  writeFileSync(file, '')
  await expect(installationSecret(join(file, 'state'))).rejects.toMatchObject({ exitCode: 6 })
})
