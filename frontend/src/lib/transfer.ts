// What may be handed to another unit (流转): a lead or a project, as the pages on transfers need it.
import { useRoute, useRouter } from 'vue-router'
import type { LeadDetail, Project, Transfer } from '@/api/types'

export interface Handed {
  kind: 'lead' | 'project'
  id: number
  unitId: number
  version: number
  canEdit: boolean
  /** What earlier transfers of a lead agreed for the attribution. */
  agreed?: Transfer | null
  /** Changes when an offer is made or answered. */
  offer?: number
}

export const handedLead = (l: LeadDetail): Handed => ({ kind: 'lead', id: l.id, unitId: l.unitId, version: l.version, canEdit: l.canEdit, agreed: l.agreed, offer: l.transfer?.id })
export const handedProject = (p: Project): Handed => ({ kind: 'project', id: p.id, unitId: p.unitId, version: p.version, canEdit: p.canEdit ?? false })
export const HANDED_LABEL: Record<string, string> = { lead: '线索', project: '项目' }
export const handedPath = (kind: string, id: number): string => `/${kind}s/${id}`

/** Leaves a record that one may not read any more: to its list, with the filters that were set. */
export function useLeave(): (list: string) => void {
  const route = useRoute()
  const router = useRouter()
  return (list) => void router.push({ path: list, query: { ...route.query, id: undefined } })
}
