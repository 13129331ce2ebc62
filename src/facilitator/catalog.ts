import { type Catalog, findings } from '../core/finding.ts'
import { answers } from './answers-catalog.ts'
import { funds } from './funds-catalog.ts'
import { offers } from './offers-catalog.ts'

/** The findings of the facilitator room and their words. */
export const catalog = { ...answers, ...offers, ...funds } as const satisfies Catalog

/** Makes a finding of this room. */
export const finding = findings(catalog)
