package schema

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// keyword takes up the keyword name of the schema v at ptr, whose value is c.
func (p *parser) keyword(n *node, name string, c, v int, ptr string) {
	at := ptr + "/" + escapePointer(name)
	k := p.vals[c].kind
	switch name {
	case "$ref":
		if k != kString {
			return // the compiler tells
		}
		if n.ref = p.resolve(c); n.ref == nil {
			p.needLive = true
		}
	case "type":
		p.types(n, c)
	case "nullable":
		// After the types, in finish.
	case "enum":
		n.enum = []literal{}
		for e := range p.children(c) {
			n.enum = append(n.enum, p.literal(e))
		}
	case "const":
		n.enum = []literal{p.literal(c)}
	case "default":
		n.dflt = p.raw(c)
	case "allOf":
		n.allOf = p.list(c, at)
	case "anyOf":
		n.anyOf = p.list(c, at)
	case "oneOf":
		n.oneOf = p.list(c, at)
	case "not":
		n.not = p.node(c, at)
	case "if":
		n.cond = p.node(c, at)
	case "then":
		n.then = p.node(c, at)
	case "else":
		n.els = p.node(c, at)
	case "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		p.limit(n, name, c)
	case "minLength":
		n.minLen = p.count(c)
	case "maxLength":
		n.maxLen = p.count(c)
	case "pattern":
		if k != kString {
			return
		}
		re, err := regexp.Compile(p.str(c))
		if err != nil {
			p.skip(c, at)
			return
		}
		n.pattern, n.patternSource = re, p.str(c)
	case "format", "contentEncoding", "contentMediaType", "contentSchema":
		p.skip(c, at)
	case "$defs", "definitions", "$schema", "$id", "id", "$anchor", "$comment", "title", "description",
		"examples", "example", "deprecated", "readOnly", "writeOnly", "$vocabulary", "x-alias":
	case "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor":
		p.needLive = true
	default:
		if !p.objectKeyword(n, name, c, at) && !p.arrayKeyword(n, name, c, v, at) {
			p.unused = append(p.unused, at)
		}
	}
}

// skip leaves out a keyword that is not used, and hides it from the compiler.
func (p *parser) skip(c int, at string) {
	p.unused = append(p.unused, at)
	p.rename = append(p.rename, c)
}

func (p *parser) objectKeyword(n *node, name string, c int, at string) bool {
	switch name {
	case "properties":
		n.propAt = map[string]int{}
		for m := range p.children(c) {
			key := p.name(m)
			prop := property{name: key, node: p.node(m, at+"/"+escapePointer(key)), aliases: p.aliases(m)}
			if i, ok := n.propAt[key]; ok {
				n.props[i] = prop
				continue
			}
			n.propAt[key] = len(n.props)
			n.props = append(n.props, prop)
		}
	case "required":
		n.required = p.strings(c)
	case "patternProperties":
		for m := range p.children(c) {
			re, err := regexp.Compile(p.name(m))
			if err != nil {
				n.patterns = nil
				p.skip(c, at)
				return true
			}
			n.patterns = append(n.patterns, patternProperty{re, p.node(m, at+"/"+escapePointer(p.name(m)))})
		}
	case "additionalProperties":
		n.addl = p.node(c, at)
	case "propertyNames":
		n.propNames = p.node(c, at)
	case "minProperties":
		n.minProps = p.count(c)
	case "maxProperties":
		n.maxProps = p.count(c)
	case "dependencies", "dependentRequired", "dependentSchemas":
		for m := range p.children(c) {
			if p.vals[m].kind == kArray {
				if n.needs == nil {
					n.needs = map[string][]string{}
				}
				n.needs[p.name(m)] = p.strings(m)
				continue
			}
			if n.needsNode == nil {
				n.needsNode = map[string]*node{}
			}
			n.needsNode[p.name(m)] = p.node(m, at+"/"+escapePointer(p.name(m)))
		}
	default:
		return false
	}
	return true
}

func (p *parser) arrayKeyword(n *node, name string, c, v int, at string) bool {
	switch name {
	case "prefixItems":
		n.prefix = p.list(c, at)
	case "items":
		if p.vals[c].kind == kArray {
			n.prefix = p.list(c, at)
		} else {
			n.items = p.node(c, at)
		}
	case "additionalItems": // counts only beside a list of items
		for s := range p.children(v) {
			if p.name(s) == "items" && p.vals[s].kind == kArray {
				n.items = p.node(c, at)
			}
		}
	case "contains":
		n.contains = p.node(c, at)
	case "minContains":
		n.minContains = p.count(c)
	case "maxContains":
		n.maxContains = p.count(c)
	case "minItems":
		n.minItems = p.count(c)
	case "maxItems":
		n.maxItems = p.count(c)
	case "uniqueItems":
		n.unique = string(p.raw(c)) == "true"
	default:
		return false
	}
	return true
}

// finish takes up the keywords that change others.
func (p *parser) finish(n *node, v int) {
	for c := range p.children(v) {
		truth := string(p.raw(c)) == "true"
		switch p.name(c) {
		case "nullable":
			if truth && n.types != 0 {
				n.types |= tNull
			}
		case "exclusiveMinimum": // draft 4
			if truth && n.low != nil {
				n.above, n.low = n.low, nil
			}
		case "exclusiveMaximum":
			if truth && n.high != nil {
				n.below, n.high = n.high, nil
			}
		}
	}
}

func (p *parser) types(n *node, c int) {
	switch p.vals[c].kind {
	case kString:
		n.types = typeNamed(p.str(c))
	case kArray:
		for _, s := range p.strings(c) {
			n.types |= typeNamed(s)
		}
	}
}

func (p *parser) limit(n *node, name string, c int) {
	if p.vals[c].kind != kNumber {
		return
	}
	d := parseDecimal(string(p.raw(c)))
	switch name {
	case "multipleOf":
		n.step = &d
	case "minimum":
		n.low = &d
	case "maximum":
		n.high = &d
	case "exclusiveMinimum":
		n.above = &d
	case "exclusiveMaximum":
		n.below = &d
	}
}

// count reads a length, which may be written as 2.0; too large ones are large.
func (p *parser) count(c int) int {
	s, _ := parseDecimal(string(p.raw(c))).plain()
	i, err := strconv.Atoi(s)
	if err != nil {
		return maxExponent
	}
	return i
}

func (p *parser) list(c int, at string) []*node {
	var nodes []*node
	if p.vals[c].kind != kArray {
		return nil
	}
	for e := range p.children(c) {
		nodes = append(nodes, p.node(e, at+"/"+strconv.Itoa(len(nodes))))
	}
	return nodes
}

func (p *parser) strings(c int) []string {
	var list []string
	for e := range p.children(c) {
		if p.vals[e].kind == kString {
			list = append(list, p.str(e))
		}
	}
	return list
}

// aliases returns the other names of the property whose schema is v.
func (p *parser) aliases(v int) []string {
	if p.vals[v].kind != kObject {
		return nil
	}
	for c := range p.children(v) {
		switch {
		case p.name(c) != "x-alias":
		case p.vals[c].kind == kString:
			return []string{p.str(c)}
		case p.vals[c].kind == kArray:
			return p.strings(c)
		}
	}
	return nil
}

func escapePointer(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}

func sortEdits(edits []repair.Edit) {
	slices.SortFunc(edits, func(a, b repair.Edit) int { return a.Pos - b.Pos })
}
