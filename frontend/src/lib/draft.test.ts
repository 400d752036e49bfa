import { beforeEach, describe, expect, it } from 'vitest'
import { draftCount, dropDraft, loadDraft, saveDraft } from './draft'

describe('drafts', () => {
  beforeEach(() => localStorage.clear())
  it('come back', () => {
    saveDraft(7, 'visit', { theme: '座谈' })
    expect(loadDraft(7, 'visit')).toEqual({ theme: '座谈' })
    expect(draftCount(7)).toBe(1)
  })
  it('belong to one user and one form', () => {
    saveDraft(7, 'visit', { a: 1 })
    expect(loadDraft(8, 'visit')).toBeNull()
    expect(loadDraft(7, 'lead')).toBeNull()
    expect(draftCount(70)).toBe(0)
  })
  it('end after seven days', () => {
    saveDraft(7, 'visit', { a: 1 }, 0)
    expect(loadDraft(7, 'visit', 7 * 86_400_000)).toBeNull()
    expect(draftCount(7)).toBe(0)
  })
  it('are dropped when sent, and damaged ones too', () => {
    saveDraft(7, 'visit', { a: 1 })
    dropDraft(7, 'visit')
    expect(loadDraft(7, 'visit')).toBeNull()
    localStorage.setItem('yinfeng.draft.7.visit', '{')
    expect(loadDraft(7, 'visit')).toBeNull()
  })
})
