// SPDX-License-Identifier: Apache-2.0
/** 小计: the sum of a field over the rows; undefined when no row has a number: what nobody filled in is not 0. */
export function subtotal(rows: readonly unknown[], key: string): number | undefined {
  let sum: number | undefined
  for (const row of rows) {
    const v = typeof row === 'object' && row ? (row as Record<string, unknown>)[key] : undefined
    if (typeof v === 'number') sum = (sum ?? 0) + v
  }
  return sum === undefined ? undefined : Math.round(sum * 1e6) / 1e6
}

/** What stands below the rows: the sums of those fields that have one. */
export function subtotals<F extends { key: string; subtotal: boolean }>(fields: readonly F[], rows: readonly unknown[]): { f: F; sum: number }[] {
  return fields.flatMap((f) => {
    const sum = f.subtotal ? subtotal(rows, f.key) : undefined
    return sum === undefined ? [] : [{ f, sum }]
  })
}
