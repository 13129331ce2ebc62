/** A column of an answer: its name and the number of its type. */
export type Column = { readonly name: string; readonly type: number }

/** A row as the server sends it: the text form of each value, null for NULL. */
export type RawRow = readonly (Buffer | null)[]

const [bool, bytea, int2, int4, json, jsonb, timestamp, timestamptz] = [16, 17, 21, 23, 114, 3802, 1114, 1184]

// As ISO DateStyle writes it in UTC: fixed widths, a fraction of at most six digits; linear.
const inUtc = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)\+00$/
const withoutZone = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)$/

type AsJson = (value: Buffer) => string

const asText: AsJson = (value) => JSON.stringify(value.toString('utf8'))

const special: Readonly<Record<number, AsJson>> = {
  [bool]: (value) => (value[0] === 0x74 ? 'true' : 'false'),
  // "\x" and hex digits, as bytea_output = hex has it.
  [bytea]: (value) => JSON.stringify(`0x${value.toString('latin1', 2)}`),
  [int2]: (value) => value.toString('latin1'),
  [int4]: (value) => value.toString('latin1'),
  // The server has checked it. Line breaks can stand only between its tokens, and a row is one line.
  [json]: (value) => value.toString('utf8').replaceAll('\n', ' ').replaceAll('\r', ' '),
  [jsonb]: (value) => value.toString('utf8'),
  [timestamp]: (value) => JSON.stringify(value.toString('latin1').replace(withoutZone, '$1T$2')),
  [timestamptz]: (value) => JSON.stringify(value.toString('latin1').replace(inUtc, '$1T$2Z')),
}

/** The first name that two columns share: of their values one would be lost. */
export function nameTwice(columns: readonly Column[]): string | null {
  const names = columns.map(({ name }) => name)
  return names.find((name, index) => names.indexOf(name) !== index) ?? null
}

/**
 * How rows of these columns become lines of JSON: bytes as 0x hex, moments as ISO 8601 (in UTC where the column has a
 * zone), JSON as it stands, and every number that JSON could not hold exactly as a text. The caller owes the session
 * settings `TimeZone` UTC, `DateStyle` ISO and `bytea_output` hex.
 */
export function lineWriter(columns: readonly Column[]): (row: RawRow) => string {
  const cells = columns.map(({ name, type }, index) => ({
    before: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    write: special[type] ?? asText,
  }))
  return (row) => {
    if (cells.length === 0) return '{}\n'
    let line = ''
    for (const [index, { before, write }] of cells.entries()) {
      const value = row[index] ?? null
      line += before + (value === null ? 'null' : write(value))
    }
    return `${line}}\n`
  }
}
