import { get, type List } from '@/api/http'
import type { Option } from '@/lib/labels'

interface Person { id: number; name: string; title: string; unitName: string }

/** The people who may own a record: colleagues of the units that the viewer reads. */
export async function userOptions(): Promise<Option[]> {
  const answer = await get<List<Person>>('/people')
  return (answer.items ?? []).map((u) => ({ value: String(u.id), label: `${u.name}（${u.unitName}）` }))
}
