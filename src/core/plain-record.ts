/** Is this a plain object (no list, no null)? */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Is this a plain object all of whose values pass? */
export function isRecordOf(value: unknown, passes: (item: unknown) => boolean): boolean {
  return isRecord(value) && Object.values(value).every(passes)
}
