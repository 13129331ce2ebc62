import type { Records } from '../payments/records-port.ts'

/** The same books; `see` is told of every record that is streamed, before whoever asked for it. */
export function watchedRecords(source: Records, see: (ordinal: number) => void): Records {
  const { stream } = source
  if (stream === undefined) return source
  return {
    ...source,
    stream: (each, signal) =>
      stream((ordinal, record) => {
        see(ordinal)
        return each(ordinal, record)
      }, signal),
  }
}
