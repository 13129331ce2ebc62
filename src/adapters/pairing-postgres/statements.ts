// The rule of the sieve as SQL. Every join is on (run, authorizer), so it runs where the rows of a payer are; there is
// no division and no clock in it, hashes are compared as text and amounts as numbers. `$1` is the run everywhere.

/** What a pair is: plain, taken back by a later window, or given back to the run. */
export const pairStates = { plain: 0, taken: 1, given: 2 } as const

/**
 * Pairs the window `$2` of which every node must show every log (`$3`, one bit a node): one authorization that was
 * used and is the only one of its key, the transfer that follows it as the only one of the transaction, and a record
 * that says the same of both.
 */
export const pairWindow = `insert into x402ops.pairing_pairs
  (run, authorizer, nonce, record, token, line, part, used, moved, amount, received_ms, responded_ms,
   block, block_hash, log_index, state)
select r.run, r.authorizer, r.nonce, r.record, r.token, r.line, a.part, a.entry, t.entry, r.amount, r.received_ms,
  r.responded_ms, a.block, a.block_hash, a.log_index, 0
from x402ops.pairing_authorizations a
join x402ops.pairing_transfers t
  on t.run = a.run and t.authorizer = a.authorizer and t.part = a.part and t.token = a.token and t.block = a.block
  and t.log_index = a.log_index + 1 and t.tx = a.tx and t.block_hash = a.block_hash
join x402ops.pairing_records r
  on r.run = a.run and r.authorizer = a.authorizer and r.nonce = a.nonce and r.token = a.token and r.tx = a.tx
  and r.pay_to = t.pay_to and r.amount = t.amount
where a.run = $1 and a.part = $2 and t.run = $1 and t.part = $2
  and a.kind = 1 and a.nodes = $3 and t.nodes = $3 and a.single and t.single and a.sound
  and not exists (
    select 1 from x402ops.pairing_authorizations o
    where o.run = a.run and o.authorizer = a.authorizer and o.nonce = a.nonce and o.token = a.token
      and (o.part <> a.part or o.entry <> a.entry))`

/** Takes back pairs of which the window `$2` shows another authorization. */
export const takeBack = `update x402ops.pairing_pairs p set state = ${pairStates.taken}
from x402ops.pairing_authorizations a
where a.run = $1 and a.part = $2 and p.run = a.run and p.authorizer = a.authorizer and p.nonce = a.nonce
  and p.token = a.token and p.part <> a.part and p.state = ${pairStates.plain}`

// What is left is told by EXCEPT and not by an anti-join: it takes one pass over both sides whatever the planner knows of
// tables that were empty a second ago. (Measured: an anti-join of 20,000 rows took 30 s as nested loops.)

/** The authorizations of the window `$2` that stay. */
export const authorizationsLeft = `select entry from (
  select authorizer, nonce, entry from x402ops.pairing_authorizations where run = $1 and part = $2
  except
  select authorizer, nonce, used from x402ops.pairing_pairs where run = $1 and part = $2) as staying
order by entry`

/** The transfers of the window `$2` that stay. */
export const transfersLeft = `select entry from (
  select authorizer, entry from x402ops.pairing_transfers where run = $1 and part = $2
  except
  select authorizer, moved from x402ops.pairing_pairs where run = $1 and part = $2) as staying
order by entry`

/** How many records of each token may be plain, and until when their authorizations can be used. */
export const recordTokens = `select token, count(*) as count, max(valid_before) as latest_end
from x402ops.pairing_records where run = $1 group by token`

/** Groups in which a record shows that its route settles after the work. */
export const groupsAfter = `select distinct line from x402ops.pairing_records
where run = $1 and shows_after order by line`

/** Records of the token `$2` without a pair. */
export const recordsUnpaired = `select record from (
  select authorizer, nonce, record from x402ops.pairing_records where run = $1 and token = $2
  except
  select authorizer, nonce, record from x402ops.pairing_pairs where run = $1 and token = $2) as unpaired
order by record`

/** Pairs of the token `$2` that were taken back. */
export const pairsTaken = `select record, token, block, block_hash, log_index from x402ops.pairing_pairs
where run = $1 and token = $2 and state = ${pairStates.taken} order by record`

/** The blocks of the token `$2` in which pairs stand, how many plain ones, and whether all name one hash. */
export const pairBlocks = `select block, sum(case when state = ${pairStates.plain} then 1 else 0 end) as count,
  min(block_hash) as block_hash, min(block_hash) <> max(block_hash) as torn
from x402ops.pairing_pairs where run = $1 and token = $2 group by block order by block`

/** The pair of the token `$2` whose payer and nonce come first, or last. */
export const pairAt = (end: 'first' | 'last') => {
  const way = end === 'first' ? 'asc' : 'desc'
  return `select record, token, block, block_hash, log_index, state from x402ops.pairing_pairs
where run = $1 and token = $2 order by authorizer ${way}, nonce ${way} limit 1`
}

/** Plain pairs of the token `$2` in the blocks `$3`. */
export const pairsStanding = `select record, token, block, block_hash, log_index from x402ops.pairing_pairs
where run = $1 and token = $2 and state = ${pairStates.plain} and block = any($3::bigint[])
order by block, log_index`

/** Places of the authorizations of question `$2` in the token `$3` that are not those of plain pairs. */
export const askedLeft = `select nonce, block, log_index from (
  select authorizer, nonce, block, block_hash, log_index from x402ops.pairing_asked
  where run = $1 and part = $2
  except
  select authorizer, nonce, block, block_hash, log_index from x402ops.pairing_pairs
  where run = $1 and token = $3 and block between $4 and $5 and state = ${pairStates.plain}) as staying`

const given = `update x402ops.pairing_pairs p set state = ${pairStates.given}`
const open = `p.run = $1 and p.state = ${pairStates.plain}`
const told = 'returning p.record, p.token, p.block, p.block_hash, p.log_index'

/** Gives back the pairs of the records `$2`. */
export const giveRecords = `${given} where ${open} and p.record = any($2::integer[]) ${told}`

/**
 * Gives back pairs of the token `$2` that were paid back, the oldest first, by payers `$3`, amounts `$4` and blocks `$5`,
 * side by side.
 */
export const giveRefunded = `${given}
from (
  select p.record, rank() over (partition by p.authorizer, p.amount order by p.block) as age, n.count
  from x402ops.pairing_pairs p join (
    select payer, amount, count(*) as count, max(block) as last
    from unnest($3::text[], $4::numeric[], $5::bigint[]) as sent (payer, amount, block) group by 1, 2
  ) n on p.authorizer = n.payer and p.amount = n.amount and p.block <= n.last
  where ${open} and p.token = $2
) as o
where ${open} and p.record = o.record and o.age <= o.count ${told}`

/** Gives back pairs near others: payers `$2`, amounts `$3`, groups `$4`, Unix milliseconds `$5`, side by side. */
export const giveNear = `${given}
from unnest($2::text[], $3::numeric[], $4::integer[], $5::bigint[]) as n (payer, amount, line, at_ms)
where ${open} and p.authorizer = n.payer and p.amount = n.amount and p.line = n.line
  and p.received_ms - n.at_ms between -600000 and 600000 ${told}`

const times = 'unnest($3::bigint[], $4::bigint[], $5::bigint[]) as b (block, seconds, moment)'

/** Gives back pairs of the token `$2` that came later than `$6` ms or that are dated by a clock `$7` ms off. */
export const giveUntimely = `${given} from ${times}
where ${open} and p.token = $2 and p.block = b.block
  and (b.seconds is null or b.seconds * 1000 - p.responded_ms > $6
    or b.moment * 1000 - p.received_ms > $7 or p.received_ms - b.moment * 1000 > $7) ${told}`

const counted = `from x402ops.pairing_pairs p join ${times} on b.block = p.block
where ${open} and p.token = $2`

/** Plain pairs of the token `$2` by group and hour. */
export const tallyRows = `select p.line, case when b.moment is null then p.received_ms - mod(p.received_ms, 3600000)
    else (b.moment - mod(b.moment, 3600)) * 1000 end as hour,
  count(*) as count, count(b.moment) as dated, sum(p.amount) as atomic
${counted} and $4::bigint[] is not null group by 1, 2`

/** From receipt to block, in milliseconds. */
export const tallySettled = `select case when b.moment * 1000 < p.received_ms then 0
    else b.moment * 1000 - p.received_ms end as ms, count(*) as count
${counted} and $4::bigint[] is not null and b.moment * 1000 - p.received_ms >= -1000 group by 1`

/** From receipt to response, in milliseconds. */
export const tallyResponded = `select p.responded_ms - p.received_ms as ms, count(*) as count
from x402ops.pairing_pairs p where ${open} and p.token = $2 and p.responded_ms >= p.received_ms group by 1`
