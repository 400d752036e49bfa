// For which units a person may bring rows in.
import type { Me } from '@/api/types'
import type { Option } from '@/lib/labels'

/** The units that rows without a county may go to: all of them for the whole city, else those of the person's own. */
export function importUnits(me: Me | null, places: Option[]): Option[] {
  if (!me) return []
  if (me.cityWide) return places
  const own = new Set([String(me.unit.id), ...me.grants.map((g) => String(g.unitId))])
  return places.filter((p) => own.has(p.value))
}
