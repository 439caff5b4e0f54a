package phrase

// OfSales reads what follows /sales or /ventes.
func OfSales(text string, _ Context) (Command, error) {
	if _, err := lines(text); err != nil {
		return nil, err
	}
	return Sales{}, nil
}
