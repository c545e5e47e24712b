// SPDX-License-Identifier: Apache-2.0
// The register as an indented list; what is searched for keeps the units above it in sight.
import { kindOf, type Unit } from '../lib/campaign'

export interface Leaf {
  unit: Unit
  depth: number
  children: number
  found: boolean
}

export function tree(units: Unit[], closed: Set<string>, words: string, kind: string): Leaf[] {
  const children = new Map<string, Unit[]>()
  const ids = new Set(units.map((unit) => unit.id ?? ''))
  for (const unit of units) {
    const above = unit.parent && ids.has(unit.parent) && unit.parent !== unit.id ? unit.parent : ''
    const list = children.get(above)
    if (list) list.push(unit)
    else children.set(above, [unit])
  }
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const filtering = wanted.length > 0 || !!kind
  const found = (unit: Unit) => {
    if (kind && kindOf(unit) !== kind) return false
    const hay = [unit.name, unit.short_name, unit.code, unit.contact_name, unit.contact_phone, ...unit.traits.map((one) => one.value)].join('\n').toLowerCase()
    return wanted.every((word) => hay.includes(word))
  }
  const out: Leaf[] = []
  const seen = new Set<string>()
  const walk = (above: string, depth: number): boolean => {
    let any = false
    for (const unit of children.get(above) ?? []) {
      const id = unit.id ?? unit.code
      if (seen.has(id)) continue
      seen.add(id)
      const below = children.get(id)?.length ?? 0
      const at = out.length
      const self = found(unit)
      out.push({ unit, depth, children: below, found: self })
      const inside = (filtering || !closed.has(id)) && below > 0 ? walk(id, depth + 1) : false
      if (filtering && !self && !inside) out.length = at
      else any = true
    }
    return any
  }
  walk('', 0)
  return out
}
