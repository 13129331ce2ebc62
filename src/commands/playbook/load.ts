import { OpsError } from '../../core/errors.ts'
import { nearest } from '../../core/nearest.ts'
import { safe } from '../../core/safe.ts'
import type { Playbook } from '../../playbook/playbook.ts'
import { readCommon, readPlaybook } from '../../playbook/read-playbook.ts'
import type { Services } from '../command.ts'

type Shipped = Pick<Services, 'shipped' | 'shippedList'>

const folder = 'playbooks'
const ending = '.md'
const common = 'common'

/** The slugs of the playbooks that ship: the folder is the list. */
export async function playbookSlugs({
  shippedList,
}: Pick<Services, 'shippedList'>): Promise<readonly string[]> {
  const names = await shippedList(folder)
  const slugs = names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length))
  return slugs.filter((slug) => slug !== common)
}

async function readOne(slug: string, { shipped }: Shipped): Promise<Playbook> {
  const shared = readCommon(await shipped(`${folder}/${common}${ending}`))
  const text = await shipped(`${folder}/${slug}${ending}`)
  const read = shared.ok ? readPlaybook(slug, text, shared.value) : shared
  // A test reads all of them; what ships and cannot be read is a fault of ours.
  if (!read.ok) throw new Error(`playbook ${slug}: ${read.problems.join('; ')}`)
  return read.value
}

/** All playbooks that ship, by slug. */
export async function allPlaybooks(services: Shipped): Promise<readonly Playbook[]> {
  const slugs = await playbookSlugs(services)
  return Promise.all(slugs.map((slug) => readOne(slug, services)))
}

/** One playbook and its text. Throws `OpsError` PLAYBOOK_UNKNOWN, which names the nearest one. */
export async function onePlaybook(
  word: string,
  services: Shipped,
): Promise<{ readonly playbook: Playbook; readonly text: string }> {
  const slug = word.toLowerCase().replaceAll('_', '-')
  const slugs = await playbookSlugs(services)
  if (!slugs.includes(slug)) {
    const near = nearest(slug, slugs)
    const suggestion = near === undefined ? '' : `Did you mean ${near}? `
    throw new OpsError('PLAYBOOK_UNKNOWN', { slug: safe(word, 80), suggestion })
  }
  const text = await services.shipped(`${folder}/${slug}${ending}`)
  return { playbook: await readOne(slug, services), text }
}
