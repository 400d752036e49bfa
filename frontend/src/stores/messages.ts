// How many messages wait; asked when a page opens and every two minutes while visible.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { get } from '@/api/http'
import type { List } from '@/api/http'
import type { Message } from '@/api/types'

export const useMessages = defineStore('messages', () => {
  const unread = ref(0)

  async function refresh(): Promise<void> {
    try {
      unread.value = (await get<List<Message>>('/messages', { unread: true, limit: 1 })).total
    } catch {
      // The bell is an extra: pages tell their own errors, the next refresh tries again.
    }
  }
  return { unread, refresh }
})
