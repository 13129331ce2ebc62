import type { TextBlock } from '../../playbook/playbook.ts'
import { readCommon } from '../../playbook/read-playbook.ts'
import type { CommandContext, Outcome } from '../command.ts'
import { textScreen } from './playbook-screen.ts'

/** What people report, what they may be asked, and how to look it up. */
const intakes = {
  duplicate: {
    title: 'somebody says that they paid twice',
    ask: ['Transaction hash', 'Approximate time in UTC', 'Route', 'HTTP status', 'Request id'],
    look: [
      'x402ops settlement show TX',
      'x402ops settlement find --payer ADDRESS --around TIME',
      'x402ops playbook show duplicate-charge',
    ],
  },
  missing: {
    title: 'somebody paid and got nothing',
    ask: ['Transaction hash', 'Approximate time in UTC', 'Route', 'HTTP status', 'Request id', 'Network'],
    look: [
      'x402ops settlement show TX',
      'x402ops settlement find --payer ADDRESS --around TIME',
      'x402ops playbook show orphaned-payment',
    ],
  },
  refused: {
    title: 'somebody cannot pay',
    ask: ['Route', 'HTTP status', 'Approximate time in UTC', 'Request id', 'Address of the payer', 'Network'],
    look: ['x402ops classify ANSWER', 'x402ops matrix', 'x402ops playbook show low-conversion'],
  },
  blocked: {
    title: 'a public page was refused as unsafe',
    ask: ['Approximate time in UTC', 'Route', 'HTTP status', 'Request id', 'Name of the host, without path'],
    look: ['x402ops classify ANSWER', 'x402ops playbook show ssrf-false-positive'],
  },
} as const

function refusalOf(blocks: readonly TextBlock[]): string {
  return blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : [])).join(' ')
}

/** `x402ops playbook intake KIND`: what may be asked of a user, and what never. */
export async function runIntake({ args, services }: CommandContext): Promise<Outcome> {
  const kind = String(args[0]) as keyof typeof intakes
  const { title, ask, look } = intakes[kind]
  const common = readCommon(await services.shipped('playbooks/common.md'))
  const section = common.ok ? common.value.find(({ heading }) => heading === 'Never ask for') : undefined
  if (section === undefined) throw new Error('common.md does not say what is never asked for')
  const neverAsk = refusalOf(section.blocks)
  return {
    ...{ kind: 'screen', exitCode: 0, next: look },
    screen: [
      { kind: 'lines', lines: [`Intake: ${title}. Ask for this and nothing else:`] },
      { kind: 'pairs', pairs: ask.map((what, at) => [`  ${at + 1}.`, what] as const) },
      { kind: 'lines', lines: ['Never ask for, and refuse when it is offered:'] },
      ...textScreen(section.blocks),
    ],
    data: { schema: 'x402ops.intake/v1', kind, title, ask, neverAsk, next: look },
  }
}
