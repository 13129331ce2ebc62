/**
 * What a code means, why it matters, and what to do where its catalogue entry names no next step. For
 * `x402ops explain`; the sentences of a finding itself stand in the catalogue.
 */
export type Explanation = readonly [means: string, why: string, act?: string]

/** The explanations of a room, by code. A test compares them with its catalogue. */
export type Explanations = Readonly<Record<string, Explanation>>
