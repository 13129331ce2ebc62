import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safe } from '../../src/core/safe.ts'
import { createKnownValues } from '../../src/redact/known.ts'
import { createRedactor } from '../../src/redact/redactor.ts'
import { createSink } from '../../src/redact/sink.ts'

const secret = 'CANARY-value-0123'
const redactor = createRedactor(createKnownValues([{ label: 'TOKEN', value: secret }]))

async function through(...parts: readonly string[]): Promise<string> {
  const stream = new PassThrough()
  const sink = createSink(stream, redactor)
  for (const part of parts) sink.write(part)
  await sink.flush()
  stream.end()
  return textOf(stream)
}

describe('what passes', () => {
  test('text, line feeds, CR LF, tabs and colour', async () => {
    const text = 'a\tb\nc\r\n\u001b[31mFAIL\u001b[39m \u001b[1;31mx\u001b[0m\n'
    expect(await through(text)).toBe(text)
  })

  test.each([
    ['a title (OSC)', '\u001b]0;x\u0007', '\\x1b]0;x\\x07'],
    ['the clipboard (OSC 52)', '\u001b]52;c;YQ==\u0007', '\\x1b]52;c;YQ==\\x07'],
    ['clearing the screen', '\u001b[2J', '\\x1b[2J'],
    ['hidden text', '\u001b[8m', '\\x1b[8m'],
    ['a lone carriage return', 'PASS\rFAIL', 'PASS\\x0dFAIL'],
    ['C1 controls', '\u009b31m', '\\x9b31m'],
    ['right-to-left override', '\u202e', '\\u202e'],
  ])('%s is shown as an escape', async (_name, text, shown) => {
    expect(await through(text)).toBe(shown)
  })

  test('no control character but line feed, tab and CR LF comes out of any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary-ascii' }), { maxLength: 5 }), async (parts) => {
        const shown = await through(...parts)
        // What safe() would still change is a control or formatting character.
        const rest = shown.replaceAll('\r\n', '').replaceAll('\n', '').replaceAll('\t', '')
        expect(safe(rest, Number.POSITIVE_INFINITY)).toBe(rest)
      }),
    )
  })
})

describe('secrets', () => {
  test('a secret in two writes of one line', async () => {
    expect(await through('key CANARY-va', 'lue-0123 end\n', 'last CANARY-', 'value-0123')).toBe(
      'key [redacted:TOKEN] end\nlast [redacted:TOKEN]',
    )
  })

  test('a private key line by line', async () => {
    const key = [
      'before\n',
      '-----BEGIN PRIVATE KEY-----\n',
      'CANARYMIGH\n',
      '-----END PRIVATE KEY-----\n',
      'behind\n',
    ]
    expect(await through(...key)).toBe('before\n[redacted:private-key]\nbehind\n')
  })

  test('cut anywhere into writes, nothing gets out', async () => {
    const whole = `a ${secret} b\n${secret}\n-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\n`
    const once = await through(whole)
    expect(once).not.toContain('CANARY')
    for (let at = 1; at < whole.length; at += 1) {
      expect(await through(whole.slice(0, at), whole.slice(at))).toBe(once)
    }
  })
})

describe('a stream that fails', () => {
  test('a reader that has gone is quiet, and nothing more is written', async () => {
    const server = createServer((socket) => socket.resetAndDestroy())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const sink = createSink(socket, redactor)
    await new Promise((done) => socket.on('close', done))
    sink.write('late\n')
    await sink.flush()
    expect(sink.closed()).toBe(true)
    sink.write('later\n')
    await sink.flush()
    server.close()
  })

  test('EPIPE of a real pipe ends a program without a stack', async () => {
    const program = `
      import { createSink } from '${resolve('src/redact/sink.ts')}'
      const sink = createSink(process.stdout, (text) => text)
      for (let line = 0; line < 50000 && !sink.closed(); line += 1) sink.write('line ' + line + '\\n')
      await sink.flush()
      process.stderr.write('closed ' + sink.closed())`
    const child = spawn(
      process.execPath,
      ['--import', join(resolve('scripts'), 'ts.mjs'), '--input-type=module', '-e', program],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    child.stdout.once('data', () => child.stdout.destroy())
    const [errors, [code]] = await Promise.all([textOf(child.stderr), once(child, 'exit')])
    expect([code, errors]).toEqual([0, 'closed true'])
  })

  test('a full disk is an error with exit code 6 that names the stream', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('disk'), { code: 'ENOSPC' })),
    })
    const sink = createSink(full, redactor, 'standard output')
    sink.write('text\n')
    await expect(sink.flush()).rejects.toMatchObject({ code: 'OUTPUT_FAILED', exitCode: 6 })
  })
})
