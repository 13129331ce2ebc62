import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

// Logs that repeat one line shrink as a bomb does; expanding this much harms nobody.
const harmlessBytes = 64 * 1_048_576

/** What gzip data holds, or why it is not used: a clause for people. */
export type Gunzipped =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: string }

type WithInfo = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } }

const inflate = promisify(
  gunzip as unknown as (
    bytes: Uint8Array,
    options: { readonly info: true; readonly maxOutputLength: number; readonly chunkSize: number },
    done: (error: Error | null, result: WithInfo) => void,
  ) => void,
)

/**
 * Expands gzip data that stands in memory to at most `maxBytes` and `ratio` times its size (but always up to
 * 64 MiB). Refused: data that is cut off, damaged, larger, or followed by anything. Never rejects.
 */
export async function gunzipWithin(bytes: Uint8Array, maxBytes: number, ratio: number): Promise<Gunzipped> {
  const most = Math.max(1, Math.min(maxBytes, Math.max(harmlessBytes, bytes.length * ratio)))
  try {
    const { buffer, engine } = await inflate(bytes, { info: true, maxOutputLength: most, chunkSize: 262_144 })
    if (engine.bytesWritten !== bytes.length) return { ok: false, why: 'something follows its gzip data' }
    return { ok: true, bytes: buffer }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return { ok: false, why: `its gzip data expands to more than ${most} bytes` }
    return { ok: false, why: 'its gzip data is damaged, cut off, or followed by something else' }
  }
}
