// Whether a batch is the viewer's own: only who uploaded it changes and applies it; others look at it.
import { computed, type ComputedRef } from 'vue'
import { useSession } from '@/stores/session'
import type { ImportBatch } from './types'

export function useOwn(batch: () => Pick<ImportBatch, 'userId'> | null | undefined): ComputedRef<boolean> {
  const session = useSession()
  return computed(() => batch()?.userId !== undefined && batch()?.userId === session.me?.user.id)
}
