// Choices that the server holds: chains, parks. Asked once a session.
import { get, type List } from '@/api/http'
import type { Option } from '@/lib/labels'

interface Named { id: number; name: string }
const asked = new Map<string, Promise<Option[]>>()

function once(path: string): Promise<Option[]> {
  const kept = asked.get(path)
  if (kept) return kept
  const asking = get<List<Named>>(path).then((a) => (a.items ?? []).map((x) => ({ value: String(x.id), label: x.name })))
  asking.catch(() => asked.delete(path))
  asked.set(path, asking)
  return asking
}

export const chainOptions = () => once('/chains')
export const parkOptions = () => once('/parks')
