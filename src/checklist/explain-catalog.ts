import type { Explanations } from '../core/explanation.ts'

const list = 'The list holds what five systems learned before they went to production.'

/** What the codes of the checklist mean. */
export const explanations: Explanations = {
  CHECKLIST_MET: ['The item was observed, or somebody answered for it with a name and a date.', list],
  CHECKLIST_FAILED: [
    'It was observed that the item does not hold.',
    list,
    'Do what stands behind the item, and run the checklist again.',
  ],
  CHECKLIST_WARN: [
    'The item holds badly, or the person who answered for it did so more than 90 days ago.',
    list,
    'Do what stands behind the item, or ask again.',
  ],
  CHECKLIST_UNKNOWN: [
    'Nobody could see whether the item holds.',
    'Not seen is not the same as in order.',
    'Configure what it names, give --service-dir, or run the command that it names.',
  ],
  CHECKLIST_ASK: ['No command can see this, and nobody answered for it.', list],
  CHECKLIST_NOTED: [
    'It was observed, and is neither right nor wrong.',
    list,
    'Nothing, unless you want it otherwise.',
  ],
  CHECKLIST_NOT_APPLICABLE: [
    'The item is about something that this service does not have.',
    list,
    'Nothing.',
  ],
}
