import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const src = resolve(import.meta.dirname, '../../src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))

test('nothing in src but the sink and the help writes to a stream', () => {
  const writing = files.filter((name) =>
    /\b(?:std(?:out|err)\.write|console\.\w)/.test(readFileSync(join(src, name), 'utf8')),
  )
  // cli.ts: ready texts and the note about NODE_DEBUG; start.ts: the help; screen.ts: the cursor, redacted.
  expect(writing.map((name) => relative(src, join(src, name))).sort()).toEqual([
    'cli.ts',
    'cli/screen.ts',
    'cli/start.ts',
  ])
})
