// Places reached, put together by province.
import type { Footprint } from '@/api/types'

type Place = NonNullable<Footprint['places']>[number]

export interface ProvinceReached {
  province: string
  visits: number
  cities: Place[]
}

/** Provinces with their cities, the most visited first. */
export function byProvince(places: Place[]): ProvinceReached[] {
  const out = new Map<string, ProvinceReached>()
  for (const p of places) {
    const at = out.get(p.province) ?? { province: p.province, visits: 0, cities: [] }
    at.visits += p.visits
    at.cities.push(p)
    out.set(p.province, at)
  }
  return [...out.values()].sort((a, b) => b.visits - a.visits || a.province.localeCompare(b.province))
}
