import type { OnReadOpts, Socket } from 'node:net'
import { mostIdleMs } from './keeping.ts'
import type { Open } from './wire.ts'

/** What an exchange is told by its connection. */
export type Listener = { readonly take: () => void; readonly breakOff: (error: Error | null) => void }

/** An open connection, and the memory into which it reads one answer after the other. */
export type Line = {
  readonly socket: Socket
  readonly tlsValidUntil: string | null
  /** The answer so far is in its first `filled` bytes. It grows and is kept: new memory for every answer costs more. */
  room: Buffer
  filled: number
  /** Null while nothing is asked on it. */
  listener: Listener | null
  isOver: boolean
  keptUntilMs: number
  readonly idling: NodeJS.Timeout
  /** Stops listening, and leaves what comes next to somebody else who listens to the socket. */
  readonly letGo: () => void
}

const firstRoomBytes = 262_144
/** What comes while no room waits for it lands here: the beginning of an answer, or what nobody asked for. */
const doorstepBytes = 16_384

/** Makes room for so many bytes, and keeps those that are there. */
export function widen(line: Line, size: number): void {
  if (line.room.length >= size) return
  const wider = Buffer.allocUnsafeSlow(Math.max(size, firstRoomBytes))
  wider.set(line.room.subarray(0, line.filled))
  line.room = wider
}

function over(line: Line, error?: unknown): void {
  line.isOver = true
  clearTimeout(line.idling)
  if (line.listener === null) line.socket.destroy()
  else line.listener.breakOff(error instanceof Error ? error : null)
}

/** Notes bytes that were read, which are in their place already unless they were read before there was one. */
function arrive(line: Line, bytes: Uint8Array): void {
  // Nobody asked: what a server says out of turn must not become the answer to the next request.
  if (line.listener === null) {
    over(line)
    return
  }
  const { room, filled } = line
  const isThere = bytes.buffer === room.buffer && bytes.byteOffset === room.byteOffset + filled
  if (!isThere) {
    if (filled + bytes.length > room.length) widen(line, Math.max(filled + bytes.length, room.length * 2))
    line.room.set(bytes, filled)
  }
  line.filled += bytes.length
  line.listener.take()
}

/**
 * Opens a connection whose bytes are read straight into its room: measured, an answer of a megabyte costs a tenth of
 * what a stream and a parser between cost. Over TLS they come in pieces and are copied. Rejects as `open` does.
 */
export async function openLine(open: Open, ...[target, trace, stop]: Parameters<Open>): Promise<Line> {
  const doorstep = Buffer.allocUnsafeSlow(doorstepBytes)
  let line: Line | undefined
  let isLetGo = false
  let spokeFirst = false
  const landing: OnReadOpts = {
    // The place for the next bytes, fixed until they have come.
    buffer: () => (line === undefined || line.listener === null ? doorstep : line.room.subarray(line.filled)),
    callback: (count, buffer) => {
      const bytes = buffer.subarray(0, count)
      if (isLetGo) line?.socket.push(Buffer.from(bytes))
      else if (line === undefined) spokeFirst = true
      else arrive(line, bytes)
      return true
    },
  }
  const socket = await open(target, trace, stop, landing)
  if (spokeFirst) {
    socket.on('error', () => {}).destroy()
    throw Object.assign(new Error('an answer before its request'), { code: 'ECONNRESET' })
  }
  const data = (piece: Buffer) => line !== undefined && arrive(line, piece)
  const end = (error?: unknown) => line !== undefined && over(line, error)
  const letGo = () => {
    isLetGo = true
    if (line !== undefined) line.isOver = true
    clearTimeout(idling)
    // At once: what comes next must not be lost between two listeners.
    socket.pause()
    socket.off('data', data).off('end', end).off('error', end).off('close', end)
    socket.on('error', () => {})
  }
  const idling = setTimeout(() => line?.listener === null && over(line), mostIdleMs).unref()
  if (target.tls) socket.on('data', data)
  socket.on('end', end).on('error', end).on('close', end)
  const { tlsValidUntil } = trace
  const empty = { room: Buffer.alloc(0), filled: 0, listener: null, isOver: false, keptUntilMs: 0 }
  line = { socket, tlsValidUntil, ...empty, idling, letGo }
  return line
}
