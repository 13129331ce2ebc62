import { describe, expect, test } from 'vitest'
import { file, originOf, refusal, resolve } from './resolving.ts'

describe('records', () => {
  const text =
    'profiles:\n  mainnet:\n    records: [{file: pay/*.jsonl, mapping: ./map.yaml}, {exec: [cat, x]}]\n'

  test('paths begin at the folder of the config file; a program that runs for the records is named', async () => {
    const files = [file(text, 'ops/x402ops.yaml')]
    const { profile, notes } = await resolve({ files, command: 'reconcile' })
    expect(profile.records).toEqual([
      { file: 'ops/pay/*.jsonl', mapping: 'ops/map.yaml' },
      { file: 'exec:cat', mapping: null, exec: ['cat', 'x'] },
    ])
    expect(notes).toContain('records are what cat prints, a program that ops/x402ops.yaml:4 names')
    const asked = await resolve({ files, command: 'probe' })
    expect(asked.notes.filter((note) => note.startsWith('records'))).toEqual([])
  })

  test('a database is named by where its address is kept, or by an open address', async () => {
    const entries = [
      '{postgres: {secret: {env: DB}}, query: select 1, mapping: ./map.yaml}',
      '{postgres: {secret: {env: DB}}, table: pay.ments}',
      '{postgres: {url: "postgres://ops@db.example:5433/shop?sslmode=require"}}',
      '{postgres: {secret: {file: ./db.url}}}',
    ]
    const files = [file(`profiles:\n  mainnet:\n    records: [${entries.join(', ')}]\n`, 'ops/x402ops.yaml')]
    const { profile } = await resolve({ files, command: 'reconcile' })
    const plain = { table: null, select: null }
    const url = 'postgres://ops@db.example:5433/shop?sslmode=require'
    expect(profile.records).toEqual([
      {
        ...{ file: 'env:DB', mapping: 'ops/map.yaml' },
        postgres: { ...plain, address: { env: 'DB' }, select: 'select 1' },
      },
      {
        ...{ file: 'env:DB#2', mapping: null },
        postgres: { ...plain, address: { env: 'DB' }, table: 'pay.ments' },
      },
      {
        ...{ file: 'postgres://db.example:5433/shop', mapping: null },
        postgres: { ...plain, address: { url } },
      },
      { file: 'database', mapping: null, postgres: { ...plain, address: { file: 'ops/db.url' } } },
    ])
  })

  test('a database on the command line', async () => {
    const records = ['env:DATABASE_URL', 'postgresql://db.example/shop', 'a.csv', './env:x']
    const { profile } = await resolve({ flags: { records, map: 'm.yaml' } })
    expect(profile.records.map(({ file, mapping, postgres }) => [file, mapping, postgres?.address])).toEqual([
      ['env:DATABASE_URL', 'm.yaml', { env: 'DATABASE_URL' }],
      ['postgres://db.example/shop', 'm.yaml', { url: 'postgresql://db.example/shop' }],
      ['a.csv', 'm.yaml', undefined],
      ['./env:x', 'm.yaml', undefined],
    ])
    const env = { X402OPS_RECORDS: 'a.csv,b.csv' }
    expect((await resolve({ env })).profile.records).toHaveLength(2)
  })

  const address = 'postgres://ops:CANARY,word@db.example/shop'
  test.each([
    ['a flag', { flags: { records: [address] } }],
    ['a flag with something before it', { flags: { records: [` ${address}`] } }],
    ['a variable, whose commas are part of the password', { env: { X402OPS_RECORDS: address } }],
    ['a variable with a file before it', { env: { X402OPS_RECORDS: `a.csv,${address}` } }],
    ['a password among the settings', { flags: { records: ['postgres://db/x?password=CANARY'] } }],
  ])('a database address with a password is refused and not shown: %s', async (_name, asked) => {
    const { code, text } = await refusal(asked)
    expect(code).toBe('STORE_URL_UNUSABLE')
    expect(text).not.toMatch(/CANARY|word@/)
  })

  test('--records-exec stands beside --records; programs of one name are numbered', async () => {
    const flags = { records: ['a.csv'], recordsExec: ['/opt/export "last day"', 'export'], map: 'mine.yaml' }
    const { profile, notes } = await resolve({ command: 'reconcile', files: [file(text)], flags })
    expect(profile.records).toEqual([
      { file: 'a.csv', mapping: 'mine.yaml' },
      { file: 'exec:export', mapping: 'mine.yaml', exec: ['/opt/export', 'last day'] },
      { file: 'exec:export#2', mapping: 'mine.yaml', exec: ['export'] },
    ])
    expect(notes.filter((note) => note.startsWith('records'))).toEqual([])
    const refused = await refusal({ flags: { recordsExec: ['zcat *.gz'] } })
    expect(refused.code).toBe('RECORDS_EXEC_UNCLEAR')
    expect(refused.text).toContain('There is no shell that would understand "*"')
    const env = { X402OPS_RECORDS_EXEC: 'export a,b\nexport' }
    expect((await resolve({ env })).profile.records.map(({ exec }) => exec)).toEqual([
      ['export', 'a,b'],
      ['export'],
    ])
  })

  test('--records replaces them, --map goes over every mapping', async () => {
    const flags = { records: ['-', 'a.csv'], map: 'mine.yaml' }
    const { profile } = await resolve({ command: 'reconcile', files: [file(text)], flags })
    expect(profile.records).toEqual([
      { file: '-', mapping: 'mine.yaml' },
      { file: 'a.csv', mapping: 'mine.yaml' },
    ])
    const over = await resolve({ files: [file(text)], flags: { map: 'mine.yaml' } })
    expect(over.profile.records[0]?.mapping).toBe('mine.yaml')
    expect(originOf(over, 'records[].mapping')).toBe('--map')
  })
})
