import type { Unit } from '@/api/types'
import type { Field, Values } from '@/components/form/types'
import { options, UNIT_KIND_LABEL } from '@/lib/labels'
import { unitOptions } from '@/stores/units'

export interface TreeRow {
  unit: Unit
  depth: number
}

/** The units as rows, children below their parent in official order; a unit whose parent
 *  is not in the list stands at the top. */
export function tree(units: Unit[]): TreeRow[] {
  const ids = new Set(units.map((u) => u.id))
  const children = new Map<number, Unit[]>()
  for (const u of units) {
    const parent = ids.has(u.parentId) ? u.parentId : 0
    children.set(parent, [...(children.get(parent) ?? []), u])
  }
  const walk = (parent: number, depth: number): TreeRow[] =>
    (children.get(parent) ?? []).sort((a, b) => a.order - b.order || a.id - b.id).flatMap((unit) => [{ unit, depth }, ...walk(unit.id, depth + 1)])
  return walk(0, 0)
}

export const unitFields: Field[] = [
  { name: 'name', label: '名称', kind: 'text', required: true, maxlength: 60 },
  { name: 'shortName', label: '简称', kind: 'text', maxlength: 30 },
  { name: 'kind', label: '类别', kind: 'select', options: options(UNIT_KIND_LABEL), required: true },
  { name: 'parentId', label: '上级单位', kind: 'select', options: unitOptions },
  { name: 'order', label: '官方排序', kind: 'number' },
  { name: 'adCode', label: '行政区划代码', kind: 'text', maxlength: 12 },
  { name: 'aliasText', label: '别名', kind: 'text', maxlength: 300, hint: '用顿号隔开，导入时按别名识别', wide: true },
  { name: 'reporting', label: '报送单位', kind: 'check', placeholder: '按月报送并参加排名' },
  { name: 'disabled', label: '停用', kind: 'check', placeholder: '不再使用，数据保留' },
  { name: 'cutOver', label: '上线月份', kind: 'month', hint: '此前用历史汇总数，此后用台账' },
  { name: 'note', label: '备注', kind: 'text', maxlength: 500, wide: true },
]

/** The form's values as the wire's UnitInput; what the form doesn't show is kept. */
export function unitInput(v: Values, old?: Unit): Values {
  const { aliasText, parentId, ...rest } = v
  const kept = old ? { code: old.code, validFrom: old.validFrom, validTo: old.validTo, example: old.example, version: old.version } : {}
  return { ...kept, ...rest, parentId: Number(parentId ?? 0), aliases: String(aliasText ?? '').split(/[、，,；;\s]+/).filter(Boolean) }
}

export function unitValues(u: Unit): Values {
  return {
    name: u.name, shortName: u.shortName, kind: u.kind, parentId: u.parentId ? String(u.parentId) : '', order: u.order, adCode: u.adCode,
    aliasText: (u.aliases ?? []).join('、'), reporting: u.reporting, disabled: u.disabled, cutOver: u.cutOver, note: u.note,
  }
}
