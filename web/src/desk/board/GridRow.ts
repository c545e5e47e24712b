// SPDX-License-Identifier: Apache-2.0
// One unit's row. A function, not a component with state: hundreds of cells are made anew at each turn of the wheel.
import { h, type FunctionalComponent, type VNode } from 'vue'
import { cell } from '@/shared/cell'
import { badgeColour, badgeText, SHAPES } from '@/shared/state'
import { t } from '@/shared/catalogue'

interface Props {
  unit: string
  name: string
  sub: string
  cells: string
  width: number
  top: number
  index: number
  active: number // column of the keyboard's cell, -2: none in this row, -1: the name
  focus: number // the column looked at, -1: none
  selected: string // "1" at each selected column
  fresh: string // "1" at each column that moved a moment ago
}

function glyph(kind: Exclude<ReturnType<typeof cell>['kind'], 'none'>): VNode {
  const shape = SHAPES[kind]
  return h('svg', { class: 'glyph', width: 12, height: 12, viewBox: '0 0 12 12', 'aria-hidden': 'true' }, [
    h('path', {
      d: shape.path,
      'fill-rule': 'evenodd',
      fill: shape.fill ? 'currentColor' : 'none',
      stroke: shape.fill ? 'none' : 'currentColor',
      'stroke-width': 1.6,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round'
    })
  ])
}

const GridRow: FunctionalComponent<Props> = (p) => {
  const cells: VNode[] = [
    h(
      'div',
      {
        key: 'name', role: 'rowheader', class: ['g-name', p.active === -1 && 'g-active'],
        id: p.active === -1 ? 'board-active' : undefined, 'aria-colindex': 1, 'data-c': -1, title: p.name
      },
      [h('span', { class: 'g-unit' }, p.name), h('span', { class: 'g-sub' }, p.sub)]
    )
  ]
  for (let i = 0; i < p.width; i++) {
    const c = cell(p.cells[i])
    const word = c.kind === 'none' ? '' : t(`short.${c.kind}`)
    const marks = c.late && c.kind !== 'late' ? t('short.mark_late') : c.missing && c.kind !== 'overdue' ? t('short.mark_missing') : c.extended ? t('short.mark_extended') : ''
    cells.push(
      h(
        'div',
        {
          key: i, role: 'gridcell', 'aria-colindex': i + 2, 'data-c': i,
          id: p.active === i ? 'board-active' : undefined,
          'aria-selected': p.selected[i] === '1' ? 'true' : undefined,
          'aria-label': c.kind === 'none' ? t('board.owes_nothing') : badgeText(c.kind) + (marks ? t('board.and') + marks : ''),
          class: [
            'g-cell', p.active === i && 'g-active', p.focus === i && 'g-focus', p.selected[i] === '1' && 'g-selected',
            p.fresh[i] === '1' && 'g-fresh', c.kind === 'none' ? 'g-none' : `g-${badgeColour(c.kind)}`
          ]
        },
        c.kind === 'none' ? [] : [glyph(c.kind), h('span', word), marks ? [' ', h('i', { class: 'g-mark' }, marks)] : null]
      )
    )
  }
  return h(
    'div',
    {
      role: 'row', class: 'g-row', 'aria-rowindex': p.index + 3, 'data-r': p.index,
      style: { transform: `translateY(${p.top}px)` }
    },
    cells
  )
}
GridRow.props = ['unit', 'name', 'sub', 'cells', 'width', 'top', 'index', 'active', 'focus', 'selected', 'fresh']

export default GridRow
