import { claimStories } from './stories-claims.ts'
import { lostStories } from './stories-lost.ts'
import { permitStories } from './stories-permit.ts'
import { reorgStories } from './stories-reorg.ts'
import { settledStories } from './stories-settled.ts'
import { termsStories } from './stories-terms.ts'
import { timeStories } from './stories-time.ts'
import { trapStories } from './stories-traps.ts'
import { unpaidStories } from './stories-unpaid.ts'
import type { Stories } from './story.ts'

/** Every kind of story that can happen in a simulated world. */
export const stories: Stories = {
  ...settledStories,
  ...lostStories,
  ...unpaidStories,
  ...termsStories,
  ...claimStories,
  ...timeStories,
  ...permitStories,
  ...reorgStories,
  ...trapStories,
}

/** The names of all stories. */
export const storyNames: readonly string[] = Object.keys(stories)
