// Stands in for the source of random numbers of @noble/hashes: nothing here makes keys or signs.
export const crypto = undefined
