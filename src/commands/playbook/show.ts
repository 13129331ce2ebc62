import type { CommandContext, Outcome } from '../command.ts'
import { allPlaybooks, onePlaybook } from './load.ts'
import { playbookScreen } from './playbook-screen.ts'

/** One playbook as a screen; `-o markdown` prints the file itself. */
export async function playbookOutcome(slug: string, { services }: CommandContext): Promise<Outcome> {
  const { playbook, text } = await onePlaybook(slug, services)
  return {
    ...{ kind: 'screen', screen: playbookScreen(playbook), markdown: text, exitCode: 0 },
    next: [`x402ops playbook run ${playbook.slug}`],
    data: { schema: 'x402ops.playbook/v1', ...playbook },
  }
}

/** `x402ops playbook show SLUG`. Throws `OpsError` PLAYBOOK_UNKNOWN. */
export async function runShow(context: CommandContext): Promise<Outcome> {
  return playbookOutcome(String(context.args[0]), context)
}

/** `x402ops playbook list`. */
export async function runList({ services }: CommandContext): Promise<Outcome> {
  const playbooks = await allPlaybooks(services)
  const rows = playbooks.map(({ slug, title, severity, flag, triggers, modules }) => ({
    ...{ slug, title, severity, flag, triggers, modules },
  }))
  return {
    ...{ kind: 'screen', exitCode: 0, next: ['x402ops playbook match', 'x402ops playbook show SLUG'] },
    screen: [
      {
        kind: 'table',
        columns: [
          { title: 'PLAYBOOK', wrap: false },
          { title: 'SEVERITY' },
          { title: 'FLAG' },
          { title: 'WHEN' },
        ],
        rows: rows.map(({ slug, severity, flag, title }) => [slug, severity, flag, title]),
      },
    ],
    data: { schema: 'x402ops.playbooks/v1', playbooks: rows },
    rows,
  }
}
