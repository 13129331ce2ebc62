import { config } from './config.ts'
import { environment } from './environment.ts'
import { exitCodes } from './exit-codes.ts'
import { formats } from './formats.ts'
import { secrets } from './secrets.ts'
import { since } from './since.ts'
import type { Topic } from './topic.ts'
import { verdicts } from './verdicts.ts'

/** What `x402ops help <topic>` can explain, in the order of the help. */
export const topics = [
  exitCodes,
  environment,
  since,
  formats,
  config,
  verdicts,
  secrets,
] as const satisfies readonly Topic[]
