import type { Topic } from './topic.ts'

/** The words for what a check says. */
export const verdicts: Topic = {
  name: 'verdicts',
  summary: 'PASS, FAIL, UNKNOWN and the others',
  text: `VERDICTS

  FAIL      proven wrong; somebody has to act            exit code 1
  UNKNOWN   could not be seen, so nothing is claimed     exit code 3
  WARN      works, but will hurt (1 with --fail-on warn) exit code 0
  PASS      seen, and as expected                        exit code 0
  INFO      worth knowing, neither right nor wrong       exit code 0
  SKIP      not configured, or does not apply            exit code 0

UNKNOWN is never counted as PASS. A payment counts as "not paid" only by proof
on the chain; a missing log, a reverted transaction or a timeout prove
nothing. Every finding names its evidence, so you can look for yourself (-v).
`,
}
