import { beforeEach, describe, expect, it, vi } from 'vitest'
import { dispatch } from './keyboard'

const press = (key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) => {
  const e = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...init })
  Object.defineProperty(e, 'target', { value: target })
  return e
}

describe('shortcuts', () => {
  const run = vi.fn()
  beforeEach(() => run.mockClear())

  it('run outside of fields', () => {
    expect(dispatch(press('J'), { j: run })).toBe(true)
    expect(run).toHaveBeenCalledOnce()
  })
  it('letters stay with the field being typed in', () => {
    expect(dispatch(press('j', {}, document.createElement('input')), { j: run })).toBe(false)
  })
  it('Ctrl+K and Esc work in fields', () => {
    const field = document.createElement('textarea')
    expect(dispatch(press('k', { ctrlKey: true }, field), { 'Ctrl+k': run })).toBe(true)
    expect(dispatch(press('Escape', {}, field), { Escape: run })).toBe(true)
  })
  it('never while an input method composes', () => {
    const composing = press('j')
    Object.defineProperty(composing, 'isComposing', { value: true })
    expect(dispatch(composing, { j: run })).toBe(false)
    expect(dispatch(press('Process'), { Process: run })).toBe(false)
  })
  it('Enter belongs to a focused button', () => {
    expect(dispatch(press('Enter', {}, document.createElement('button')), { Enter: run })).toBe(false)
  })
  it('does not fire with Alt or after another handler', () => {
    const done = press('j')
    done.preventDefault()
    expect(dispatch(done, { j: run })).toBe(false)
    expect(dispatch(press('j', { altKey: true }), { j: run })).toBe(false)
  })
})
