package seeds

import "math/rand/v2"

// allocate divides total by weights into multiples of step; what does not divide goes
// to the largest remainders, first come first served. The parts sum to total exactly
// when total is a multiple of step.
func allocate(total int64, weights []int64, step int64) []int64 {
	var sum int64
	for _, w := range weights {
		sum += w
	}
	out, rem := make([]int64, len(weights)), make([]int64, len(weights))
	steps := total / step
	left := steps
	for i, w := range weights {
		// steps and weights are small enough for 63 bits: 10^7 × 10^6.
		out[i], rem[i] = steps*w/sum, steps*w%sum
		left -= out[i]
	}
	for ; left > 0; left-- {
		best := 0
		for i := range rem {
			if rem[i] > rem[best] {
				best = i
			}
		}
		out[best]++
		rem[best] = -1
	}
	for i := range out {
		out[i] *= step
	}
	return out
}

// jitter returns w changed by up to ±percent.
func jitter(r *rand.Rand, w int64, percent int) int64 {
	return max(1, w*int64(100-percent+r.IntN(2*percent+1))/100)
}

// pick takes one of list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// weighted takes an index by weight.
func weighted(r *rand.Rand, weights []int64) int {
	var sum int64
	for _, w := range weights {
		sum += w
	}
	x := r.Int64N(sum)
	for i, w := range weights {
		if x < w {
			return i
		}
		x -= w
	}
	return len(weights) - 1
}
