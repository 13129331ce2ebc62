import type { Sample } from './shapes.ts'

/** What was read of a page, whatever its format. */
export type Read = Pick<Sample, 'numbers' | 'histograms' | 'groups' | 'odd'>
