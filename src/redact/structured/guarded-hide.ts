import { createTextMemory } from '../text-memory.ts'
import type { Hide } from './hide.ts'

const mostRemembered = 4_096
const shortText = 24

/**
 * The same callbacks, of which `text` never throws: a rule that does costs the one text it threw on. Short texts in
 * which nothing was found are remembered.
 */
export function guardedHide(hide: Hide): Hide {
  const clean = createTextMemory(mostRemembered)
  const text: Hide['text'] = (value, label) => {
    const key = value.length > shortText ? '' : `${label ?? ''}\n${value}`
    if (key !== '' && clean.has(key)) return value
    const shown = attempt(() => hide.text(value, label), hide)
    if (shown === value && key !== '') clean.add(key)
    return shown
  }
  return { ...hide, text }
}

function attempt(run: () => string, hide: Hide): string {
  try {
    return run()
  } catch {
    return hide.withhold()
  }
}
