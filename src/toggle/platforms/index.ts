import { compose } from './compose.ts'
import { fly } from './fly.ts'
import { heroku } from './heroku.ts'
import { kubernetes } from './kubernetes.ts'
import type { Platform } from './platform.ts'
import { railway } from './railway.ts'
import { render } from './render.ts'
import { systemd } from './systemd.ts'
import { vercel } from './vercel.ts'
import { workers } from './workers.ts'

/** Every platform whose commands are known, by the word of `toggle.platform`. */
export const platforms = {
  ...{ railway, fly, vercel, render, heroku, kubernetes, compose, systemd, workers },
} as const satisfies Readonly<Record<string, Platform>>
