import { coverMarks, findRemainders } from '../marks.ts'
import { labelledShapes } from './labelled.ts'
import type { Shape, ShapeHit } from './shape.ts'
import { signatureShapes } from './signature.ts'
import { urlShapes } from './url.ts'
import { vendorShapes } from './vendor.ts'

/** Every form that no file may hold. */
export const shapes: readonly Shape[] = [...vendorShapes, ...labelledShapes, ...urlShapes, ...signatureShapes]

/** Where secrets by their form stand in a text, our own marks taken for what they are. Linear in its length. */
export function findShapes(raw: string): readonly ShapeHit[] {
  const text = coverMarks(raw)
  const hits: ShapeHit[] = [...findRemainders(text)]
  const lower = text.toLowerCase()
  for (const shape of shapes) {
    if (shape.needs !== undefined && !shape.needs.some((part) => lower.includes(part))) continue
    shape.pattern.lastIndex = 0
    for (let match = shape.pattern.exec(text); match !== null; match = shape.pattern.exec(text)) {
      if (shape.accept === undefined || shape.accept(match)) hits.push({ at: match.index, rule: shape.rule })
      // A refused match may have eaten the beginning of the next one.
      else shape.pattern.lastIndex = match.index + 1
    }
  }
  return hits
}
