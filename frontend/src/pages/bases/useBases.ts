import { ref, watch, type Ref } from 'vue'
import { get, type List } from '@/api/http'
import type { Basis, Indicator } from '@/api/types'

/** The indicators and their bases as they stand in the year of a month ("2022-08" or "2022"). */
export function useBases(when: Ref<string>) {
  const bases = ref<Basis[]>([])
  const indicators = ref<Indicator[]>([])
  const error = ref<unknown>(null)
  let year = ''

  async function load(): Promise<void> {
    const asked = (year = when.value.slice(0, 4))
    if (!asked) return
    try {
      const [b, i] = await Promise.all([get<List<Basis>>('/bases', { year: asked }), get<List<Indicator>>('/indicators')])
      if (asked !== year) return
      bases.value = b.items ?? []
      indicators.value = i.items ?? []
      error.value = null
    } catch (e) {
      if (asked === year) error.value = e
    }
  }
  watch(when, () => {
    if (when.value.slice(0, 4) !== year) void load()
  }, { immediate: true })

  const of = (indicator: string) => bases.value.filter((b) => b.indicator === indicator && validIn(b, Number(year)))
  const label = (indicator: string, code: string) => bases.value.find((b) => b.indicator === indicator && b.code === code)?.label ?? ''
  const unit = (indicator: string) => indicators.value.find((i) => i.code === indicator)?.unit ?? ''
  return { bases, indicators, error, load, of, label, unit }
}

export const validIn = (b: Basis, year: number) => (!b.fromYear || year >= b.fromYear) && (!b.toYear || year <= b.toYear)
