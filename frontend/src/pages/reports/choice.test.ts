import { describe, expect, it } from 'vitest'
import { basesOf, basisText, choiceIn, choiceQuery, isPlain, jobOf, partQuery } from './choice'

describe('the choice of a report', () => {
  const full = { window: '2022Q3', unit: '4', office: '', chain: '2', asKnown: '2022-09-01', basis: 'capital=outside,foreign=fdi' }
  it('stands in the address and comes back', () => {
    expect(choiceQuery(full)).toEqual({ window: '2022Q3', unit: '4', chain: '2', asKnown: '2022-09-01', basis: 'capital=outside,foreign=fdi' })
    expect(choiceIn(choiceQuery(full))).toEqual(full)
    expect(choiceQuery(choiceIn({ month: '2022-08' }))).toEqual({ month: '2022-08' })
  })
  it('asks the server the same over both ways', () => {
    expect(jobOf(full)).toEqual({ window: '2022Q3', unitId: 4, chainId: 2, asKnown: '2022-09-01', bases: ['capital=outside', 'foreign=fdi'] })
    expect(jobOf(choiceIn({ window: '2022', office: '7' }))).toEqual({ window: '2022', officeId: 7 })
    expect(partQuery(full)).toEqual({ unit: '4', office: '', chain: '2', asKnown: '2022-09-01', basis: 'capital=outside,foreign=fdi' })
  })
  it('knows the plain report of a month', () => {
    expect(isPlain(choiceIn({ month: '2022-08' }))).toBe(true)
    expect(isPlain(choiceIn({ month: '2022-08', chain: '1' }))).toBe(false)
    expect(isPlain(choiceIn({ window: '2022Q3' }))).toBe(false)
  })
  it('keeps one basis an indicator', () => {
    expect(basesOf('capital=outside,foreign=fdi')).toEqual({ capital: 'outside', foreign: 'fdi' })
    expect(basisText({ ...basesOf('capital=outside'), capital: '', foreign: 'fdi' })).toBe('foreign=fdi')
    expect(basesOf('')).toEqual({})
  })
})
