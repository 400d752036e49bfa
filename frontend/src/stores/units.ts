// The organisation tree, asked once a session; pickers and filters share it.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { get, type List } from '@/api/http'
import type { Unit } from '@/api/types'
import type { Option } from '@/lib/labels'
import { useSession } from '@/stores/session'

export const useUnits = defineStore('units', () => {
  const units = ref<Unit[]>([])
  let asking: Promise<Unit[]> | null = null

  /** The units in official order, disabled ones too. A failed question is asked again next time. */
  function load(): Promise<Unit[]> {
    asking ??= get<List<Unit>>('/units')
      .then((a) => (units.value = a.items ?? []))
      .catch((e: unknown) => {
        asking = null
        throw e
      })
    return asking
  }
  const forget = () => (asking = null)

  return { units, load, forget }
})

const option = (u: Unit): Option => ({ value: String(u.id), label: u.name })

/** Every unit in use. */
export const unitOptions = async (): Promise<Option[]> => (await useUnits().load()).filter((u) => !u.disabled).map(option)

/** The units that may keep a project: an office may not. */
export const keeperOptions = async (): Promise<Option[]> =>
  (await useUnits().load()).filter((u) => !u.disabled && u.kind !== 'office' && u.kind !== 'city').map(option)

/** The units whose business the viewer reads: those of his roles and what lies below them. */
export async function readUnits(): Promise<Option[]> {
  const all = await useUnits().load()
  const roots = (useSession().me?.grants ?? []).map((g) => all.find((u) => u.id === g.unitId)?.path ?? 'none')
  return all.filter((u) => !u.disabled && roots.some((p) => u.path.startsWith(p))).map(option)
}

/** The places on the ground: counties and zones. */
export const placeOptions = async (): Promise<Option[]> => (await useUnits().load()).filter((u) => u.reporting && !u.disabled).map(option)

/** The units that results may be attributed to. */
export const creditedOptions = async (): Promise<Option[]> =>
  (await useUnits().load()).filter((u) => (u.reporting || u.kind === 'cityDirect') && !u.disabled).map(option)

/** The unit that is credited for a unit in the unit table: itself or the nearest above it. */
export function creditedAbove(units: Unit[], id: number): Unit | undefined {
  for (let u = units.find((x) => x.id === id); u; u = units.find((x) => x.id === u!.parentId)) if (u.reporting || u.kind === 'cityDirect') return u
}
