package schema

import "github.com/repairjson/repairjson/repair"

// Names returns the names of all properties of the schema, and their aliases,
// which tell the repair where strings end. The set is closed if every object
// has properties, and no others that the schema describes.
func (s *Schema) Names() *repair.Names {
	s.namesOnce.Do(func() {
		c := collector{seen: map[*node]bool{}, closed: true}
		c.node(s.root)
		s.names = repair.NewNames(c.closed, c.names...)
	})
	return s.names
}

// A collector finds the names in nodes. Recursion ends at nodes seen before.
type collector struct {
	seen   map[*node]bool
	names  []string
	closed bool
}

func (c *collector) node(n *node) {
	if n == nil || n.never || c.seen[n] {
		return
	}
	c.seen[n] = true
	for i := range n.props {
		p := &n.props[i]
		c.names = append(append(c.names, p.name), p.aliases...)
		c.node(p.node)
	}
	c.names = append(c.names, n.required...)
	described := n.props != nil || n.ref != nil || n.allOf != nil || n.anyOf != nil || n.oneOf != nil || n.enum != nil
	if n.patterns != nil || n.addl != nil && !n.addl.never || !described && (n.types == 0 || n.types&tObject != 0) {
		c.closed = false
	}
	for _, list := range [][]*node{n.allOf, n.anyOf, n.oneOf, n.prefix, {n.ref, n.addl, n.items, n.then, n.els}} {
		for _, sub := range list {
			c.node(sub)
		}
	}
	for i := range n.patterns {
		c.node(n.patterns[i].node)
	}
	for _, sub := range n.needsNode {
		c.node(sub)
	}
}
