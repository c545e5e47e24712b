// One character a column tells what a unit's cell on the board holds: src/domain/board.h is where it is defined.

export type CellKind =
  | 'none' // owes nothing
  | 'not_yet' // 未到期
  | 'due' // 待报
  | 'draft' // 草稿
  | 'sent' // 已报
  | 'late' // 迟报
  | 'returned' // 退回修改
  | 'accepted' // 审核通过
  | 'overdue' // 逾期未报
  | 'waived' // 免报
  | 'nil' // 零报告
  | 'phone' // 电话报送
  | 'own' // 自愿报送

export interface Cell {
  kind: CellKind
  /** Must be handed in; not of its own accord. */
  owed: boolean
  reported: boolean
  late: boolean
  /** Its deadline has passed without a report. */
  missing: boolean
  /** Waits for a look: sent and neither accepted nor returned. */
  pending: boolean
}

const no = { owed: true, reported: false, late: false, missing: false, pending: false }

const table: Record<string, Cell> = {
  ' ': { ...no, kind: 'none', owed: false },
  '.': { ...no, kind: 'not_yet' },
  o: { ...no, kind: 'due' },
  e: { ...no, kind: 'due' }, // extended
  d: { ...no, kind: 'draft' },
  D: { ...no, kind: 'draft', missing: true },
  s: { ...no, kind: 'sent', reported: true, pending: true },
  l: { ...no, kind: 'late', reported: true, late: true, pending: true },
  r: { ...no, kind: 'returned', reported: true },
  R: { ...no, kind: 'returned', missing: true },
  a: { ...no, kind: 'accepted', reported: true },
  A: { ...no, kind: 'accepted', reported: true, late: true },
  x: { ...no, kind: 'overdue', missing: true },
  w: { ...no, kind: 'waived' },
  n: { ...no, kind: 'nil', reported: true, pending: true },
  N: { ...no, kind: 'nil', reported: true, late: true, pending: true },
  p: { ...no, kind: 'phone', reported: true },
  P: { ...no, kind: 'phone', reported: true, late: true },
  v: { ...no, kind: 'own', owed: false, reported: true },
}

const nothing = table[' ']!

export function cell(code: string | undefined): Cell {
  return (code && table[code]) || nothing
}
