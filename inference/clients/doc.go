// Package clients has tests: clients of model servers that talk to replay
// servers through the repairing transport.
package clients
