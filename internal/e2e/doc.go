// Package e2e tests the program from outside, as a person at a browser. It is a
// module of its own so that what drives a browser never reaches the product.
//
// Environment:
//
//	TREVE_BINARY       the program to test; empty: it is built first
//	TREVE_SCREENSHOTS  a folder for pictures of what was seen; empty: none
//	TREVE_STEADY       how long two windows bear messages without end; empty: 5s
//	CI                 set: a machine without a browser fails instead of skipping
package e2e
