package schema

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/repairjson/repairjson/repair"
)

// slot returns where the value of a keyword goes, by whose type it is read; nil
// for a keyword that takes more than that.
func (n *node) slot(keyword string) any {
	switch keyword {
	case "allOf":
		return &n.allOf
	case "anyOf":
		return &n.anyOf
	case "oneOf":
		return &n.oneOf
	case "prefixItems":
		return &n.prefix
	case "not":
		return &n.not
	case "if":
		return &n.cond
	case "then":
		return &n.then
	case "else":
		return &n.els
	case "additionalProperties":
		return &n.addl
	case "propertyNames":
		return &n.propNames
	case "contains":
		return &n.contains
	case "minLength":
		return &n.minLen
	case "maxLength":
		return &n.maxLen
	case "minItems":
		return &n.minItems
	case "maxItems":
		return &n.maxItems
	case "minContains":
		return &n.minContains
	case "maxContains":
		return &n.maxContains
	case "minProperties":
		return &n.minProps
	case "maxProperties":
		return &n.maxProps
	case "multipleOf":
		return &n.step
	case "minimum":
		return &n.low
	case "maximum":
		return &n.high
	case "exclusiveMinimum":
		return &n.above
	case "exclusiveMaximum":
		return &n.below
	case "required":
		return &n.required
	}
	return nil
}

// keyword takes up the keyword name of the schema v at ptr, whose value is c.
func (p *parser) keyword(n *node, name string, c, v int, ptr string) {
	at := ptr + "/" + escapePointer(name)
	switch f := n.slot(name).(type) {
	case **node:
		*f = p.node(c, at)
		return
	case *[]*node:
		*f = p.list(c, at)
		return
	case *int:
		*f = p.count(c)
		return
	case **decimal:
		if p.vals[c].kind == kNumber { // a boolean in draft 4
			d := parseDecimal(string(p.raw(c)))
			*f = &d
		}
		return
	case *[]string:
		*f = p.strings(c)
		return
	}
	switch name {
	case "$ref":
		if p.vals[c].kind != kString {
			return // the compiler tells
		}
		if n.ref = p.resolve(c); n.ref == nil {
			p.needLive = true
		}
		n.refName = lastStep(p.str(c))
	case "discriminator":
		p.discriminator(n, c, at)
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
	case "pattern":
		p.pattern(n, c, at)
	case "properties":
		p.properties(n, c, at)
	case "patternProperties":
		p.patternProperties(n, c, v, at)
	case "dependencies", "dependentRequired", "dependentSchemas":
		p.dependencies(n, c, at)
	case "items", "additionalItems":
		p.items(n, name, c, v, at)
	case "uniqueItems":
		n.unique = string(p.raw(c)) == "true"
	case "format":
		if p.vals[c].kind == kString {
			n.format = p.str(c)
		}
		p.skip(c, at)
	case "contentEncoding", "contentMediaType", "contentSchema":
		p.skip(c, at)
	case "$defs", "definitions", "$schema", "$id", "id", "$anchor", "$comment", "title", "description",
		"examples", "example", "deprecated", "readOnly", "writeOnly", "$vocabulary", "x-alias":
	case "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor":
		p.needLive = true
	default:
		p.unused = append(p.unused, at)
	}
}

// skip leaves out a keyword that is not used, and hides it from the compiler.
func (p *parser) skip(c int, at string) {
	p.unused = append(p.unused, at)
	p.rename = append(p.rename, c)
}

func (p *parser) pattern(n *node, c int, at string) {
	if p.vals[c].kind != kString {
		return
	}
	re, err := regexp.Compile(p.str(c))
	if err != nil {
		p.skip(c, at)
		return
	}
	n.pattern, n.patternSource = re, p.str(c)
}

func (p *parser) properties(n *node, c int, at string) {
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
}

// patternProperties takes up the keyword. A pattern that cannot be read might
// be that of any name: no name is then too many.
func (p *parser) patternProperties(n *node, c, v int, at string) {
	unread := false
	for m := range p.children(c) {
		re, err := regexp.Compile(p.name(m))
		if err != nil {
			unread = true
			continue
		}
		n.patterns = append(n.patterns, patternProperty{re, p.node(m, at+"/"+escapePointer(p.name(m)))})
	}
	if !unread {
		return
	}
	n.patterns = append(n.patterns, patternProperty{anyName, newNode()})
	p.skip(c, at)
	for s := range p.children(v) {
		if p.name(s) == "additionalProperties" {
			p.rename = append(p.rename, s)
		}
	}
}

var anyName = regexp.MustCompile("")

func (p *parser) dependencies(n *node, c int, at string) {
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
}

// items takes up the keyword for the elements, a schema or, in the drafts up
// to 2019, a list of them beside one for further elements.
func (p *parser) items(n *node, name string, c, v int, at string) {
	list := func(c int) bool { return p.vals[c].kind == kArray }
	switch {
	case name == "items" && list(c):
		n.prefix = p.list(c, at)
	case name == "items":
		n.items = p.node(c, at)
	default: // additionalItems
		for s := range p.children(v) {
			if p.name(s) == "items" && list(s) {
				n.items = p.node(c, at)
			}
		}
	}
}

// discriminator takes up the keyword of OpenAPI. References in it that lead
// nowhere do not count; a mapping may also name a branch as a reference does.
func (p *parser) discriminator(n *node, c int, at string) {
	t := &tag{branches: map[string]*node{}}
	for m := range p.children(c) {
		switch {
		case p.vals[c].kind != kObject:
		case p.name(m) == "propertyName" && p.vals[m].kind == kString:
			t.member = p.str(m)
		case p.name(m) == "mapping" && p.vals[m].kind == kObject:
			for b := range p.children(m) {
				if p.vals[b].kind != kString {
					continue
				}
				if branch := p.resolve(b); branch != nil {
					t.branches[p.name(b)] = branch
				}
			}
		}
	}
	if t.member == "" {
		p.unused = append(p.unused, at)
		return
	}
	n.tag = t
}

func lastStep(ref string) string { return ref[strings.LastIndexAny(ref, "/#")+1:] }

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
	n.pure = n.ref != nil && n.allOf == nil && n.cond == nil && n.empty()
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

// count reads a length, which may be written as 2.0; too large ones are large.
func (p *parser) count(c int) int {
	if p.vals[c].kind != kNumber {
		return maxExponent
	}
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
