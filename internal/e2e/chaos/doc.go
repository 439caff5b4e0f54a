// Package chaos runs the real program while everything around it fails, and counts
// from outside what became of what people were told.
//
// An episode is a company of its own: a local Slack in this process, a fresh
// database, one to three programs. Around nine and five o'clock, while people
// record leads, Slack loses, doubles and delays, the database is cut, stalled,
// locked and restarted, programs are killed and stopped, and the clock is moved.
// Then the weather is calm, Slack sends again what was never acknowledged, and an
// oracle compares what people were told, what the ledger holds, what stands in the
// conversations and what the receipts say. One seed decides door, database,
// replicas, what history tells, and the chances of every fault.
//
// Environment:
//
//	N              so many faults at least, from a seed nobody has tried yet;
//	               empty: a hundred, of the short episodes that seeds 0 to 11 make
//	SEED           begin there; without N, play this episode alone again
//	AT_ONCE        episodes played at the same time; empty: two for each core
//	CI             set: a machine without PostgreSQL fails instead of leaving it out
package chaos
