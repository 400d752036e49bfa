import { get, type List } from '@/api/http'
import type { User } from '@/api/types'
import type { Option } from '@/lib/labels'

/** The people who may own a record: those of the viewer's units. */
export async function userOptions(): Promise<Option[]> {
  const answer = await get<List<User>>('/users', { limit: 200 })
  return (answer.items ?? []).filter((u) => !u.disabled).map((u) => ({ value: String(u.id), label: `${u.name}（${u.unitName}）` }))
}
