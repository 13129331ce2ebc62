import { decide } from '../../classify/decide.ts'
import { readText } from '../../classify/read-text.ts'
import { OpsError } from '../../core/errors.ts'
import type { PhrasedFinding } from '../../core/phrase.ts'
import { takeInput } from '../classify/take-input.ts'
import { type CommandContext, optionText } from '../command.ts'

/**
 * What an answer that was handed over says, as a finding that speaks for a playbook; null without `--answer`. The answer
 * itself is never repeated. Throws `OpsError` INPUT_*, CLASSIFY_NOTHING, or USAGE for a log.
 */
export async function answerFinding(context: CommandContext): Promise<PhrasedFinding | null> {
  const name = optionText(context.options, 'answer')
  if (name === undefined) return null
  const input = await takeInput({ ...context, args: [name] })
  if (input.kind === 'log') {
    throw new OpsError('USAGE', {
      message: '--answer takes one answer, and this is a log',
      suggestion: 'x402ops classify FILE reads a log, and names the playbook of each class.',
      command: 'playbook match ',
    })
  }
  const { class: kind, means, row, playbook, owner } = decide(readText(input.text))
  const code = `ANSWER_${kind.toUpperCase().replaceAll('-', '_')}`
  return {
    ...{ id: code, code, check: 'classify.answer', subject: { kind: 'file', id: 'answer' } },
    ...{ verdict: 'FAIL', severity: 'high', title: 'What was answered', text: `${means} (${row})` },
    ...{ args: { owner }, evidence: [], next: null, playbook },
  }
}
