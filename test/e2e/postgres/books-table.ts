import postgres from 'postgres'

const columns: readonly (readonly [name: string, type: string, from: string])[] = [
  ...[
    'request_id',
    'route',
    'method',
    'scheme',
    'transfer',
    'network',
    'asset',
    'pay_to',
    'payer',
    'verify',
  ].map((name) => [name, 'text', camel(name)] as const),
  ...['state', 'settle_reason', 'refund_tx'].map((name) => [name, 'text', camel(name)] as const),
  ...['received_at', 'responded_at'].map((name) => [name, 'timestamptz', camel(name)] as const),
  ...['x402_version', 'response_status'].map((name) => [name, 'int', camel(name)] as const),
  ['amount_atomic', 'numeric(78,0)', 'amountAtomic'],
  ['valid_before', 'bigint', 'validBefore'],
  ['payment_response_present', 'boolean', 'paymentResponsePresent'],
  ...['nonce', 'tx'].map((name) => [name, 'bytea', name] as const),
]

/** The names of all columns but the key: an id of the row would be one of the payment. */
export const columnNames: readonly string[] = columns.map(([name]) => name)

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())
}

/**
 * Makes a table `payments` as an operator would have it, of records in JSON lines: names in snake_case, moments,
 * numbers and hashes in types of their own, and a primary key in the order of the lines.
 */
export async function fillTable(url: string, lines: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  const values = columns.map(([name, type, from]) =>
    type === 'bytea'
      ? `decode(substr(r->>'${from}', 3), 'hex') as ${name}`
      : `(r->>'${from}')::${type} as ${name}`,
  )
  try {
    await sql.unsafe(
      `create table payments as select nr as id, ${values.join(', ')}
       from jsonb_array_elements($1::text::jsonb) with ordinality as t(r, nr) order by random()`,
      [`[${lines.join(',')}]`],
    )
    await sql.unsafe('alter table payments add primary key (id)')
  } finally {
    await sql.end({ timeout: 2 })
  }
}
