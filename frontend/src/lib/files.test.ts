import { describe, expect, it } from 'vitest'
import { fileSize, fit } from './files'

describe('files', () => {
  it('sizes', () => expect([500, 320_000, 1_572_864, 10_485_760].map(fileSize)).toEqual(['500 B', '313 KB', '1.5 MB', '10.0 MB']))
  it('photos fit into 1600 px and are never enlarged', () => {
    expect([fit(4000, 3000), fit(3000, 4000), fit(800, 600)]).toEqual([{ width: 1600, height: 1200 }, { width: 1200, height: 1600 }, { width: 800, height: 600 }])
  })
})
