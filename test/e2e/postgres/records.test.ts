import { Readable } from 'node:stream'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DatabaseLimits } from '../../../src/adapters/postgres/connect.ts'
import { createRecords } from '../../../src/adapters/records/records.ts'
import { tableBytes } from '../../../src/adapters/records-postgres/table-bytes.ts'
import { isOpsError } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { TableQuestion } from '../../../src/payments/records/table-question.ts'
import { folderWith } from '../../adapters/records/records-testkit.ts'
import { basePays, nonce, payer, payTo, tx, usdc } from '../../payments/records-testkit.ts'
import { startPostgres, type TestServer } from '../../rig/postgres.ts'

const limits: DatabaseLimits = { connectMs: 3000, statementMs: 1500 }
const whole: TableQuestion = { table: 'payments', select: null, columns: null, orderBy: 'id' }
const many = 200_000
let server: TestServer
let sql: postgres.Sql

beforeAll(async () => {
  server = await startPostgres()
  sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`
    create domain hash as bytea;
    create type word as enum ('settled', 'failed');
    create table payments (
      id bigint primary key, route text, response_status smallint, received_at timestamptz(3),
      responded_at timestamptz, amount_atomic numeric(78,0), network_id int, asset text, pay_to text,
      state word, tx hash, served boolean, payment jsonb, odd json, local_time timestamp, "Größe" float8
    );
    insert into payments values
      (9007199254740993, '/v1/quote', 200, '2026-11-20 11:01:00.5+02', '2026-11-20 09:01:01.123456Z',
       340282366920938463463374607431768211456, 8453, '${usdc}', '${payTo}', 'settled', '\\x${tx.slice(2)}', true,
       '{"payer": "${payer}", "authorization": {"nonce": "${nonce}"}}', '{"a":\n 1.50,\n"b": "x\\ny"}',
       '2026-11-20 09:01:00', 0.1),
      (1, E'a"b\\\\c\\n', null, 'infinity', null, null, null, null, null, null, null, null, null, null, null, 'NaN');
    create table many as
      select n as id, '/v1/quote' as route, 'settled' as state, '2026-11-20 09:00:00Z'::timestamptz as received_at,
             decode(lpad(to_hex(n), 64, '0'), 'hex') as nonce, '${payer}' as payer, '1000' as amount_atomic
      from generate_series(1, ${many}) n;
    alter table many add primary key (id);
    create user reader password 'CANARY-reader-word';
    create table "Payment Rows" ("Id" int, "payTo" text);
    grant select on "Payment Rows" to reader;
    create schema shop; create view shop.payments as select * from payments where id = 1;
    create sequence counter;
  `)
})
afterAll(async () => {
  await sql.end({ timeout: 2 })
  await server.stop()
})

const signal = new AbortController().signal
const address = (url = server.url) => new Secret('env:DATABASE_URL', url)

async function linesOf(question: Partial<TableQuestion>, url?: string): Promise<readonly string[]> {
  const parts: Buffer[] = []
  const asked = { ...whole, orderBy: null, ...question }
  for await (const part of tableBytes(address(url), asked, signal, limits)) parts.push(part)
  const lines = Buffer.concat(parts).toString('utf8').split('\n')
  expect(lines.pop()).toBe('')
  return lines
}

async function refusal(work: Promise<unknown>) {
  const error = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  if (!isOpsError(error)) return error
  const text = `${error.message} ${error.why} ${error.hint} ${JSON.stringify(error.args)}`
  expect(text).not.toMatch(/CANARY|127\.0\.0\.1/)
  return { code: error.code, exit: error.exitCode, why: error.why }
}

const select = (text: string): Partial<TableQuestion> => ({ table: null, select: text })

describe('values', () => {
  test('of every type come as JSON that loses nothing', async () => {
    const [second = '', first = ''] = await linesOf(whole)
    expect(first).toContain('"amount_atomic":"340282366920938463463374607431768211456"')
    expect(JSON.parse(first)).toEqual({
      ...{ id: '9007199254740993', route: '/v1/quote', response_status: 200, network_id: 8453 },
      ...{ received_at: '2026-11-20T09:01:00.5Z', responded_at: '2026-11-20T09:01:01.123456Z' },
      amount_atomic: '340282366920938463463374607431768211456',
      ...{ asset: usdc, pay_to: payTo, state: 'settled', tx, served: true },
      payment: { payer, authorization: { nonce } },
      ...{ odd: { a: 1.5, b: 'x\ny' }, local_time: '2026-11-20T09:01:00', Größe: '0.1' },
    })
    expect(JSON.parse(second)).toMatchObject({
      id: '1',
      route: 'a"b\\c\n',
      received_at: 'infinity',
      tx: null,
    })
  })

  test('the settings of the database change nothing', async () => {
    const url = await server.newDatabase()
    const other = postgres(url, { max: 1, onnotice: () => undefined })
    const name = new URL(url).pathname.slice(1)
    await other.unsafe(`
      create table payments as select '2026-11-20 09:00:00Z'::timestamptz as t, '\\x00ff'::bytea as b, now() > 'epoch' as c;
      alter database ${name} set timezone to 'Asia/Kolkata';
      alter database ${name} set datestyle to 'German';
      alter database ${name} set bytea_output to 'escape';
    `)
    await other.end()
    expect(await linesOf({}, url)).toEqual(['{"t":"2026-11-20T09:00:00Z","b":"0x00ff","c":true}'])
  })
})

describe('questions', () => {
  test.each([
    ['a table in a schema', { table: 'shop.payments', columns: ['id'] }, ['{"id":"1"}']],
    ['names with blanks and capitals', { table: 'Payment Rows', columns: ['payTo'] }, []],
    [
      'a SELECT with a comment and a semicolon',
      select("with a as (select 2 as n, 'x' as s) select * from a -- all;\n;\n"),
      ['{"n":2,"s":"x"}'],
    ],
    ['an order', { columns: ['id'], orderBy: 'route' }, ['{"id":"9007199254740993"}', '{"id":"1"}']],
    ['columns of a SELECT', { ...select('select 1 as a, 2 as b'), columns: ['b'] }, ['{"b":2}']],
  ] as const)('%s', async (_name, question, lines) => {
    expect([...(await linesOf(question))].sort()).toEqual([...lines].sort())
  })

  const wrong: readonly (readonly [string, Partial<TableQuestion>, string])[] = [
    ['no such table', { table: 'paymnts' }, 'there is no such table (at "paymnts")'],
    ['no such schema', { table: 'nowhere.payments' }, 'there is no such table (at "nowhere")'],
    ['no such column', { columns: ['id', 'payerr'] }, 'there is no such column (at "payerr")'],
    ['no such order', { orderBy: 'nr' }, 'there is no such column (at "nr")'],
    [
      'a name that would leave its quotes',
      { table: 'x"; drop table payments; --' },
      'there is no such table',
    ],
    ['no such function', select('select nofun(1) as a'), 'there is no such function or operator (at nofun)'],
    ['two statements', select('select 1 as a; select 2'), 'it is not one SELECT'],
    [
      'a way out of the parentheses',
      select('select 1 as a) as x; drop table payments; --'),
      'it is not one SELECT',
    ],
    [
      'a row that would be written',
      select('with a as (delete from payments returning 1) select 1'),
      '0A000|WITH|would write|not one SELECT|walk',
    ],
    ['a function that writes', select("select nextval('counter') as n"), 'it would write'],
    ['a lock', select('select id from payments for update'), 'would write|walk'],
    ['a copy to a program', select("copy (select 'CANARY') to program 'cat'"), 'it is not one SELECT'],
    [
      'a value that cannot be computed',
      select('select 1 / (id - 1) as a from payments'),
      'cannot carry it out (22012)',
    ],
    ['two columns of one name', select('select 1 as a, 2 as a'), 'two columns are called "a"'],
  ]
  test.each(wrong)('%s', async (_name, question, why) => {
    const error = await refusal(linesOf(question))
    expect(error).toMatchObject({ code: 'RECORDS_QUERY_REFUSED', exit: 2 })
    expect(
      why.split('|').some((words) => (error as { why: string }).why.includes(words)),
      JSON.stringify(error),
    ).toBe(true)
    expect(await sql`select count(*)::int as n from payments`).toEqual([{ n: 2 }])
  })

  test('a user without the right to read', async () => {
    const url = server.as('reader', 'CANARY-reader-word', new URL(server.url).pathname.slice(1))
    const error = await refusal(linesOf({}, url))
    expect(error).toMatchObject({ code: 'RECORDS_QUERY_REFUSED', why: 'its user may not read that' })
    expect(await linesOf({ table: 'Payment Rows' }, url)).toEqual([])
  })

  test('a wrong password, and nobody there', async () => {
    expect(await refusal(linesOf({}, server.as('reader', 'CANARY-wrong')))).toMatchObject({
      ...{ code: 'DATABASE_REFUSED', exit: 2 },
    })
    expect(await refusal(linesOf({}, 'postgres://ops:CANARY-word@127.0.0.1:9/x'))).toMatchObject({
      ...{ code: 'DATABASE_UNREACHABLE', exit: 3 },
    })
  })

  test('a statement that takes too long', async () => {
    const asked = select('select pg_sleep(30), 1 as a')
    expect(await refusal(linesOf(asked))).toMatchObject({ code: 'DATABASE_TIMEOUT', exit: 3 })
  })

  test('the signal ends it', async () => {
    const controller = new AbortController()
    const reading = tableBytes(
      address(),
      { ...whole, ...select('select pg_sleep(30), 1 as id') },
      controller.signal,
      {
        ...limits,
        statementMs: 60_000,
      },
    )
    const first = reading.next()
    const wait = setInterval(async () => {
      const [found] =
        await sql`select 1 as yes from pg_stat_activity where state = 'active' and query like 'fetch%'`
      if (found !== undefined) controller.abort(new Error('enough'))
    }, 50)
    await expect(first).rejects.toThrow('enough')
    clearInterval(wait)
  })
})

const sourceOf = (over: Partial<TableQuestion>, mapping: string | null = null) => ({
  ...{ file: 'env:DATABASE_URL', mapping },
  postgres: { address: { env: 'DATABASE_URL' }, table: over.table ?? null, select: over.select ?? null },
})

function recordsOf(source: ReturnType<typeof sourceOf>, cwd = '/') {
  return createRecords({
    ...{ sources: [source], cwd, stdin: Readable.from([]), pays: [basePays] },
    resolveSecret: async () => address(),
  })
}

describe('records', () => {
  test('a row becomes a record, named by its table and number; the mapping names the table', async () => {
    const cwd = await folderWith({
      'm.yaml': 'table: payments\norderBy: id\nfields: {recordId: id}\ntimeZone: UTC\n',
    })
    const [read] = await recordsOf(sourceOf({}, 'm.yaml'), cwd).read(signal)
    expect(read).toMatchObject({ name: 'env:DATABASE_URL', rows: 2, used: 1 })
    expect(read?.records[0]).toMatchObject({
      source: { file: 'env:DATABASE_URL/payments', line: 2 },
      ...{ recordId: '9007199254740993', payer, nonce, tx, state: 'settled', responseStatus: 200 },
      ...{
        network: 'eip155:8453',
        asset: usdc,
        payTo,
        amountAtomic: 340282366920938463463374607431768211456n,
      },
      receivedAt: Date.parse('2026-11-20T09:01:00.500Z'),
    })
  })

  test('no table is named', async () => {
    expect(await refusal(recordsOf(sourceOf({})).read(signal))).toMatchObject({
      ...{ code: 'RECORDS_TABLE_MISSING', exit: 2 },
    })
  })

  test(`${many} rows pass some thousand at a time`, async () => {
    let [largest, rows] = [0, 0]
    for await (const part of tableBytes(address(), { ...whole, table: 'many' }, signal, limits)) {
      largest = Math.max(largest, part.length)
      for (const byte of part) if (byte === 0x0a) rows += 1
    }
    expect(largest).toBeLessThan(8 * 1_048_576)
    expect(rows).toBe(many)
  })

  test('what is read again is what was read', async () => {
    const some = 2000
    const asked = { select: `select * from many where id <= ${some} order by id` }
    const records = recordsOf(sourceOf(asked))
    let told = 0
    const streamed = await records.stream?.(() => {
      told += 1
      // What the table holds later is nothing to this run.
      if (told === 1) return sql`update many set amount_atomic = '7' where id = 5`.then(() => undefined)
    }, signal)
    expect([told, streamed?.count, streamed?.reads[0]?.used]).toEqual([some, some, some])
    const again = await streamed?.again([4, some - 1], signal)
    expect(again?.map(({ source, amountAtomic }) => [source.line, amountAtomic])).toEqual([
      [5, 1000n],
      [some, 1000n],
    ])
  })

  test('rows wider than usual come in smaller batches', async () => {
    const wide = select("select n, repeat('x', 100000) as s from generate_series(1, 400) n")
    let [largest, bytes] = [0, 0]
    const asked = { ...whole, orderBy: null, ...wide }
    for await (const part of tableBytes(address(), asked as TableQuestion, signal, limits)) {
      largest = Math.max(largest, part.length)
      bytes += part.length
    }
    expect(bytes).toBeGreaterThan(40_000_000)
    expect(largest).toBeLessThan(26_000_000)
  })
})

describe('a connection that is lost', () => {
  test.each(['while it is asked', 'between two batches'])(
    '%s: nothing of half a table is used',
    async (when) => {
      const asked = { ...whole, table: 'many' }
      const reading = tableBytes(address(), asked, signal, limits)
      await reading.next()
      const cut = () =>
        sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'x402ops'`
      let rows = 0
      const rest = async () => {
        for await (const part of reading) rows += part.toString().split('\n').length - 1
      }
      if (when === 'between two batches') {
        await cut()
        // The driver has heard of it before it is asked again.
        await sql`select pg_sleep(0.1)`
        expect(await refusal(rest())).toMatchObject({ code: 'DATABASE_LOST', exit: 3 })
      } else {
        const ended = refusal(rest())
        await cut()
        expect(await ended).toMatchObject({ code: 'DATABASE_LOST', exit: 3 })
      }
      expect(rows).toBeLessThan(many)
    },
  )
})
