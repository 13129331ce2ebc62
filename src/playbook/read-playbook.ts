import { type Read, readFrontMatter } from './front-matter.ts'
import { headings, type LookAlike, type Playbook, type Section, type TextBlock } from './playbook.ts'
import { readText } from './read-text.ts'

// The slug at the beginning of a cell. Anchored, one bounded class: linear.
const slugAtStart = /^([a-z0-9-]{2,60})(?:: (.{1,200}))?$/

const maxLines = 1000

function tableIn({ blocks }: Section) {
  return blocks.find((block): block is Extract<TextBlock, { kind: 'table' }> => block.kind === 'table')
}

function lookAlikes(sections: readonly Section[], problems: string[]): readonly LookAlike[] {
  const section = sections.find(({ heading }) => heading === 'Not this if')
  const table = section === undefined ? undefined : tableIn(section)
  if (table === undefined || table.columns.join('|') !== 'You see|It is rather') {
    problems.push('"Not this if" needs a table with "You see" and "It is rather"')
    return []
  }
  return table.rows.flatMap(([see = '', other = '']) => {
    const [, slug, text = ''] = slugAtStart.exec(other) ?? []
    if (slug === undefined) problems.push(`"Not this if" names no playbook: ${other}`)
    return slug === undefined ? [] : [{ see, slug, text }]
  })
}

function withCommon(blocks: readonly TextBlock[], common: readonly Section[], problems: string[]) {
  return blocks.flatMap((block): readonly TextBlock[] => {
    if (block.kind !== 'common') return [block]
    const found = common.find(({ heading }) => heading === block.section)
    if (found === undefined) problems.push(`common.md has no section "${block.section}"`)
    return found?.blocks ?? []
  })
}

/** Items counted through: what is shared and what is special to a playbook are one list for who follows it. */
function countedThrough(blocks: readonly TextBlock[]): readonly TextBlock[] {
  let count = 0
  return blocks.map((block) => {
    if (block.kind !== 'item' || block.marker === '-') return block
    count += 1
    return { ...block, marker: `${count}.` }
  })
}

/** The sections of common.md, which the playbooks include by name. Never throws. */
export function readCommon(text: string): Read<readonly Section[]> {
  const { sections, problems } = readText(text.split('\n').slice(0, maxLines))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: sections }
}

/**
 * Reads a playbook and puts the sections of common.md where it names them. Never throws: what is not in the form of
 * a playbook comes back as problems, in words.
 */
export function readPlaybook(slug: string, text: string, common: readonly Section[]): Read<Playbook> {
  const lines = text.split('\n')
  const end = lines.indexOf('---', 1)
  if (lines[0] !== '---' || end === -1) return { ok: false, problems: ['it has no front matter'] }
  if (lines.length > maxLines) return { ok: false, problems: [`it has more than ${maxLines} lines`] }
  const front = readFrontMatter(lines.slice(1, end))
  const { title, summary, sections, problems: found } = readText(lines.slice(end + 1))
  const problems = [...(front.ok ? [] : front.problems), ...found]
  if (front.ok && front.value.id !== slug) problems.push('its id is not the name of the file')
  if (front.ok && front.value.title !== title) problems.push('its first line is not its title')
  if (summary.length === 0) problems.push('nothing stands between the title and the first heading')
  if (sections.map(({ heading }) => heading).join('|') !== headings.join('|'))
    problems.push(`the headings have to be ${headings.join(', ')}, in this order`)
  for (const { heading, blocks } of sections) if (blocks.length === 0) problems.push(`${heading} is empty`)
  const notThisIf = lookAlikes(sections, problems)
  const whole = sections.map(({ heading, blocks }) => ({
    heading,
    blocks: countedThrough(withCommon(blocks, common, problems)),
  }))
  if (!front.ok || problems.length > 0) return { ok: false, problems }
  return { ok: true, value: { ...front.value, slug, summary, sections: whole, notThisIf } }
}
