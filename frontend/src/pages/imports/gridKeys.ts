// What a key does in the check grid.

export type GridAct =
  | { kind: 'move'; rows: number; cols: number }
  | { kind: 'edit' }
  | { kind: 'save' }
  | { kind: 'cancel' }
  | { kind: 'next'; back: boolean }

const MOVES: Record<string, [number, number]> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }

/** The act of a key; null leaves it to the browser. While typing only Enter, Esc and Tab are the grid's. */
export function gridKey(key: string, shift: boolean, ctrl: boolean, typing: boolean, pageRows: number): GridAct | null {
  if (typing) {
    if (key === 'Enter') return { kind: 'save' }
    if (key === 'Escape') return { kind: 'cancel' }
    return key === 'Tab' ? { kind: 'next', back: shift } : null
  }
  if (MOVES[key] && !ctrl) return { kind: 'move', rows: MOVES[key][0], cols: MOVES[key][1] }
  if (key === 'PageDown' || key === 'PageUp') return { kind: 'move', rows: key === 'PageDown' ? pageRows : -pageRows, cols: 0 }
  if (key === 'Home' || key === 'End') return { kind: 'move', rows: key === 'Home' ? -Infinity : Infinity, cols: 0 }
  return (key === 'Enter' || key === 'F2') && !ctrl ? { kind: 'edit' } : null
}
