/** A table that is spread over machines by `authorizer`: its name without the schema, its columns, and an index more. */
export type SpreadTable = {
  readonly name: string
  readonly columns: readonly string[]
  readonly index: readonly string[] | null
}

const payer = ['run bigint not null', 'authorizer text not null', 'nonce text not null'] as const
const place = ['block bigint not null', 'block_hash text not null', 'log_index bigint not null'] as const

/**
 * The tables of a pairing. Every one carries the run and the authorizer, and its primary key begins with them: what
 * belongs to one payer stands in one place, and the pairing never asks two of them for one payment. Hashes and
 * addresses are text in lower-case hex, amounts decimal. `part` is the number of a window of blocks.
 */
export const spreadTables: readonly SpreadTable[] = [
  {
    name: 'pairing_records',
    columns: [
      ...[...payer, 'record integer not null', 'token integer not null', 'line integer not null'],
      ...['tx text not null', 'pay_to text not null', 'amount numeric(78,0) not null'],
      ...['received_ms bigint not null', 'responded_ms bigint not null', 'valid_before bigint not null'],
      ...['shows_after boolean not null', 'primary key (run, authorizer, nonce, record)'],
    ],
    index: null,
  },
  {
    name: 'pairing_authorizations',
    columns: [
      ...[...payer, 'part integer not null', 'entry integer not null', 'token integer not null'],
      ...['kind integer not null', 'tx text not null', ...place],
      ...['nodes integer not null', 'single boolean not null', 'sound boolean not null'],
      'primary key (run, authorizer, nonce, part, entry)',
    ],
    index: ['run', 'part'],
  },
  {
    name: 'pairing_transfers',
    columns: [
      ...['run bigint not null', 'authorizer text not null', 'part integer not null'],
      ...['entry integer not null', 'token integer not null', 'pay_to text not null'],
      ...['amount numeric(78,0) not null', 'tx text not null', ...place],
      ...['nodes integer not null', 'single boolean not null'],
      'primary key (run, authorizer, part, entry)',
    ],
    index: ['run', 'part'],
  },
  {
    name: 'pairing_pairs',
    columns: [
      ...[...payer, 'record integer not null', 'token integer not null', 'line integer not null'],
      ...['part integer not null', 'used integer not null', 'moved integer not null'],
      ...['amount numeric(78,0) not null', 'received_ms bigint not null', 'responded_ms bigint not null'],
      ...[...place, 'state integer not null', 'primary key (run, authorizer, nonce, record)'],
    ],
    index: ['run', 'part'],
  },
  {
    name: 'pairing_asked',
    columns: [
      ...[...payer, 'part integer not null', 'entry integer not null', ...place],
      'primary key (run, authorizer, nonce, part, entry)',
    ],
    index: null,
  },
]

/** The statement that makes a table; `suffix` is what stands behind it, such as how it is partitioned. */
export function tableStatement({ name, columns }: SpreadTable, suffix = ''): string {
  return `create table if not exists x402ops.${name} (${columns.join(', ')})${suffix}`
}

/** The statement that makes the index of a table; none where its primary key is enough. */
export function indexStatements({ name, index }: SpreadTable): readonly string[] {
  if (index === null) return []
  return [`create index if not exists ${name}_${index.join('_')} on x402ops.${name} (${index.join(', ')})`]
}

/** What makes all tables of a pairing. */
export const pairingStatements: readonly string[] = [
  'create table if not exists x402ops.pairing_runs (run bigint primary key)',
  ...spreadTables.flatMap((table) => [tableStatement(table), ...indexStatements(table)]),
]
