// Package browser tests the playground, served by repairproxy, in Chromium.
package browser
