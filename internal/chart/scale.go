package chart

import "math"

// frame is where the month is drawn: days across, amounts upwards from 0.
type frame struct {
	left, top, right, bottom float64
	days                     int
	most                     float64
}

// x is where a day closes; 0 is the month's beginning.
func (f frame) x(day float64) float64 { return f.left + (f.right-f.left)*day/float64(max(1, f.days)) }

// y is where an amount stands; what is beyond the frame stays on its edge.
func (f frame) y(amount float64) float64 {
	return f.bottom - (f.bottom-f.top)*min(1, max(0, amount/f.most))
}

// ticks returns round steps up to an amount, four or five of them, the last one
// at the amount or above.
func ticks(most float64) (step float64, n int) {
	if most <= 0 || math.IsInf(most, 0) || math.IsNaN(most) {
		return 1, 1
	}
	step = math.Pow(10, math.Floor(math.Log10(most)))
	for _, part := range []float64{0.2, 0.25, 0.5, 1, 2} {
		if most <= 5*part*step {
			return part * step, int(math.Ceil(most/(part*step) - 1e-9))
		}
	}
	return 2 * step, 5
}

// apart moves labels of one height so that none touches another, as little as
// it takes, between two edges. wanted are their centres from the top down.
func apart(wanted []float64, height, top, bottom float64) []float64 {
	placed := make([]float64, len(wanted))
	for i, y := range wanted {
		placed[i] = max(y, top+height/2)
		if i > 0 {
			placed[i] = max(placed[i], placed[i-1]+height)
		}
	}
	limit := bottom - height/2
	for i := len(placed) - 1; i >= 0; i-- {
		placed[i] = min(placed[i], limit)
		limit = placed[i] - height
	}
	return placed
}
