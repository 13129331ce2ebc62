import type { Explanations } from '../core/explanation.ts'

const compare = 'What changed between two runs is what an incident, a deploy or a repair did.'
const none = 'Nothing has to be done.'

/** What the codes of the comparison mean. */
export const explanations: Explanations = {
  DIFF_NEW: [
    'Only the second run knows it.',
    compare,
    'Look at it in the second run: it came up in between.',
  ],
  DIFF_CHANGED: [
    'Both runs know it and judge it in different ways.',
    compare,
    'Look at what the second run says of it.',
  ],
  DIFF_RESOLVED: ['The first run found it, and the second looked and does not.', compare, none],
  DIFF_GONE: ['A payment that the first run knew is not known to the second, which looked.', compare],
  DIFF_NOT_LOOKED_AT: [
    'The second run did not look where the first one found it.',
    'Not looked at is not resolved.',
  ],
  DIFF_TARGETS_DIFFER: [
    'The runs are about different services or profiles.',
    compare,
    'Compare two runs of one target.',
  ],
  DIFF_WITHOUT_CASES: ['One of the runs holds findings and no single payments.', compare],
}
