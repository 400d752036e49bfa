import { expect, it } from 'vitest'
import { byProvince } from './footprint'

it('puts cities under their provinces, the most visited first', () => {
  const got = byProvince([{ province: '浙江省', city: '杭州市', visits: 2 }, { province: '广东省', city: '深圳市', visits: 3 }, { province: '浙江省', city: '宁波市', visits: 4 }])
  expect(got.map((p) => [p.province, p.visits, p.cities.length])).toEqual([['浙江省', 6, 2], ['广东省', 3, 1]])
})
