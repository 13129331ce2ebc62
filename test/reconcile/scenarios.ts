import { booksScenarios } from './scenarios-books.ts'
import { moneyScenarios } from './scenarios-money.ts'

/** Every way in which one payment can go wrong, or right. */
export const scenarios = [...moneyScenarios, ...booksScenarios]
