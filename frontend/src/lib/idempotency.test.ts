import { describe, expect, it } from 'vitest'
import { keyKeeper } from './idempotency'
import { uuid } from './uuid'

describe('idempotency keys', () => {
  it('stay for the same body and change with it', () => {
    const key = keyKeeper()
    const first = key({ a: 1 })
    expect(key({ a: 1 })).toBe(first)
    expect(key({ a: 2 })).not.toBe(first)
  })
  it('are version 4 UUIDs also without crypto.randomUUID', () => {
    const own = Object.getOwnPropertyDescriptor(crypto, 'randomUUID')
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true })
    try {
      expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(uuid()).not.toBe(uuid())
    } finally {
      if (own) Object.defineProperty(crypto, 'randomUUID', own)
      else Reflect.deleteProperty(crypto, 'randomUUID')
    }
  })
})
