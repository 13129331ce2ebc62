import { findingDefects } from './finding.ts'
import { judgingDefects } from './judging.ts'
import type { Mutant } from './mutant.ts'
import { writingDefects } from './writing.ts'

/** Every seeded defect of the redactor. */
export const mutants: readonly Mutant[] = [...findingDefects, ...judgingDefects, ...writingDefects]
