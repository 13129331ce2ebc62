import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Playbook } from '../../src/playbook/playbook.ts'
import { readCommon, readPlaybook } from '../../src/playbook/read-playbook.ts'

const folder = resolve(import.meta.dirname, '../../playbooks')

/** Every playbook that ships, by slug; common.md is none. */
export const slugs: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'common.md')
  .map((name) => name.slice(0, -'.md'.length))
  .sort()

/** The text of a playbook, or of `common`. */
export const textOf = (slug: string) => readFileSync(join(folder, `${slug}.md`), 'utf8')

const common = readCommon(textOf('common'))

/** What reading a playbook of ours gives. */
export const readOf = (slug: string) => readPlaybook(slug, textOf(slug), common.ok ? common.value : [])

/** A playbook of ours. Throws its problems. */
export function bookOf(slug: string): Playbook {
  const read = readOf(slug)
  if (!read.ok) throw new Error(`${slug}: ${read.problems.join('; ')}`)
  return read.value
}
