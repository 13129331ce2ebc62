/** Commands that playbooks name and that are being built; each goes from here when it is there. */
export const promisedCommands: readonly string[] = []

/** Codes of rooms that are being built; each goes from here when its catalogue is there. */
export const promisedCodes: readonly string[] = []
