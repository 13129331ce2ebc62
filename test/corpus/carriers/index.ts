import type { Carrier } from './carrier.ts'
import { valueEncodings, wholeEncodings } from './encodings.ts'
import { filePlaces, logPlaces } from './places.ts'

/** Every encoding and place of the corpus. */
export const carriers: readonly Carrier[] = [
  ...valueEncodings,
  ...wholeEncodings,
  ...logPlaces,
  ...filePlaces,
]
