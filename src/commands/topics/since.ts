import type { Topic } from './topic.ts'

/** The grammar of `--since` and `--until`. */
export const since: Topic = {
  name: 'since',
  summary: 'how --since and --until are written',
  text: `SINCE AND UNTIL

  24h  7d  90m  1h30m  2w     that long ago; units s m h d w, lower case
  2026-11-20                  that day, 00:00 UTC
  2026-11-20T10:00:00Z        that moment; a zone is required (Z or +02:00)
  @1763700000                 Unix seconds
  block:38123456              that block
  0x... (64 hex digits)       the block of that transaction
  last                        an hour before the end of the last complete run

Whatever is not exactly one of these is refused, with the nearest spelling: a
window that is silently empty would read as "all clear". So 24 (no unit), 1M
(upper case), a time without a zone and a time in the future are errors.

last goes on from a mark that each complete run on the same addresses and
records moves. The hour is for payments that were not final and records that
come late; a payment that is not decided yet holds the mark back, for up to 30
days, and time that no run looked at is never passed over. Ids of payments and
findings stay the same, so a payment that is seen twice is told as one. With
--no-save what earlier runs left is read, and nothing is written.

Without --until the window ends at the newest block that is safe. Payments
above it are pending, not missing. Every run prints its window in time and in
blocks, with the hashes of both ends.
`,
}
