import { describe, expect, it } from 'vitest'
import { pace, percent, points, signedPercent } from './ratio'

describe('ratios', () => {
  it('print one decimal', () => expect(['0.8350', '1.2730', '0.0005', '-0.0126', null].map(percent)).toEqual(['83.5%', '127.3%', '0.1%', '-1.3%', '—']))
  it('同比 is signed', () => expect(['0.0841', '-0.0120', '0.0004', null].map(signedPercent)).toEqual(['+8.4%', '-1.2%', '0.0%', '—']))
  it('gaps print percentage points', () => expect(['-5.84', '3.32', '0.04', '-0.04', null].map(points)).toEqual(['-5.8', '+3.3', '0.0', '0.0', '—']))
  it('the word follows the printed gap', () => expect(['-5.84', '3.32', '0.04', '-0.04', '0.05', null].map(pace)).toEqual(['behind', 'ahead', 'on', 'on', 'ahead', null]))
})
