import { findings } from '../core/finding.ts'
import { answerCodes } from './catalog-answers.ts'
import { aroundCodes } from './catalog-around.ts'
import { moreCodes } from './catalog-more.ts'
import { termsCodes } from './catalog-terms.ts'

/** The codes of the matrix and their words. */
export const catalog = { ...answerCodes, ...termsCodes, ...aroundCodes, ...moreCodes } as const

/** Makes a finding of the matrix; code and arguments must fit the catalogue. */
export const finding = findings(catalog)
