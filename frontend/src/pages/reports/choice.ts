// What a report is about: its months, its part of the city, its bases and the day whose
// knowledge counts. It stands in the address, so that a link opens the same report.
import { reactive, watch } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { Query } from '@/api/http'
import type { ReportJobInput } from '@/api/types'
import { isMonth } from '@/lib/dates'
import { useSession } from '@/stores/session'

export interface ReportChoice {
  /** As the server writes windows: 2022-08, 2022Q3, 2022-03..2022-09. */
  window: string
  unit: string
  office: string
  chain: string
  asKnown: string
  /** indicator=basis, several with commas between. */
  basis: string
}

const PARTS = ['unit', 'office', 'chain', 'asKnown', 'basis'] as const
const text = (query: LocationQuery, name: string) => (typeof query[name] === 'string' ? (query[name] as string) : '')

export const choiceIn = (query: LocationQuery): ReportChoice => ({
  window: text(query, 'window') || text(query, 'month'),
  unit: text(query, 'unit'), office: text(query, 'office'), chain: text(query, 'chain'), asKnown: text(query, 'asKnown'), basis: text(query, 'basis'),
})

/** The choice as parts of an address; what is not chosen is left out. */
export function choiceQuery(c: ReportChoice): Record<string, string> {
  const out: Record<string, string> = c.window ? { [isMonth(c.window) ? 'month' : 'window']: c.window } : {}
  for (const p of PARTS) if (c[p]) out[p] = c[p]
  return out
}

/** What the server is asked beside the window. */
export const partQuery = (c: ReportChoice): Query => Object.fromEntries(PARTS.map((p) => [p, c[p]]))

export const jobOf = (c: ReportChoice): ReportJobInput => ({
  window: c.window,
  ...(c.unit ? { unitId: Number(c.unit) } : {}), ...(c.office ? { officeId: Number(c.office) } : {}), ...(c.chain ? { chainId: Number(c.chain) } : {}),
  ...(c.asKnown ? { asKnown: c.asKnown } : {}), ...(c.basis ? { bases: c.basis.split(',') } : {}),
})

/** The whole city's own report of one month, which a closed month keeps as a file. */
export const isPlain = (c: ReportChoice) => isMonth(c.window) && PARTS.every((p) => !c[p])

/** The bases by indicator. */
export function basesOf(basis: string): Record<string, string> {
  return Object.fromEntries(basis.split(',').filter((b) => b.includes('=')).map((b) => [b.slice(0, b.indexOf('=')), b.slice(b.indexOf('=') + 1)]))
}
export const basisText = (bases: Record<string, string>) => Object.entries(bases).filter(([, b]) => b).map(([i, b]) => `${i}=${b}`).join(',')

/** The office or department of somebody who sees no unit's table: their figures are what it introduced. */
function ownOffice(): string {
  const me = useSession().me
  return me && !me.cityWide && ['office', 'department'].includes(me.unit.kind) ? String(me.unit.id) : ''
}

/** The choice that the address holds, kept there; `also` names what else stands in it. A page
 *  that knows units only takes no office and no chain from it. */
export function useReportChoice({ also = () => ({}), unitsOnly = false }: { also?: () => Record<string, string>; unitsOnly?: boolean } = {}): ReportChoice {
  const route = useRoute()
  const router = useRouter()
  const choice = reactive(choiceIn(route.query))
  if (unitsOnly) choice.office = choice.chain = ''
  else if (PARTS.every((p) => !choice[p])) choice.office = ownOffice()
  watch([choice, also], () => {
    if (choice.window) void router.replace({ path: route.path, query: { ...choiceQuery(choice), ...also() } })
  }, { deep: true })
  return choice
}
