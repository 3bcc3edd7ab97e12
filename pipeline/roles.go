package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// roles returns the company: who reads what and who does what, as in MetaGPT
// 0.8.1.
//
//	UserRequirement -> ProductManager -> WritePRD
//	WritePRD        -> Architect      -> WriteDesign
//	WriteDesign     -> ProjectManager -> WriteTasks
//	WriteTasks      -> Engineer       -> WriteCode, with reviews
//	WriteCode       -> Engineer       -> SummarizeCode
func (c *Company) roles(workspace string) []*role {
	list := []*role{
		{Name: "Alice", Profile: "ProductManager", Watch: []string{userRequirement}, act: func(ctx context.Context, r *role, news []Message) ([]Message, error) {
			return c.writePRD(ctx, r, workspace)
		}},
		{Name: "Bob", Profile: "Architect", Watch: []string{writePRD}, act: c.writeDesign},
		{Name: "Eve", Profile: "ProjectManager", Watch: []string{writeDesign}, act: c.writeTasks},
	}
	if c.Options.Implement {
		list = append(list, &role{Name: "Alex", Profile: "Engineer", Watch: []string{writeTasks, writeCode}, act: c.engineer})
	}
	return list
}

// name returns the name of the run's documents.
func (c *Company) name() string { return c.state.team.Started.Format(nameLayout) }

// last returns what the last of the messages says.
func last(news []Message) string { return news[len(news)-1].Content }

// field returns the text of a field of a document, or "".
func field(doc []byte, key string) (text string) {
	listField(doc, key, &text)
	return text
}

// listField decodes a field of a document into v, and leaves v if it does not
// fit.
func listField(doc []byte, key string, v any) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(doc, &fields) == nil && fields[key] != nil {
		_ = json.Unmarshal(fields[key], v) // Read made it fit
	}
}

// prepare makes the project's folder and its repository (MetaGPT's action
// PrepareDocuments).
func (c *Company) prepare(ctx context.Context, workspace string) error {
	if early := filepath.Join(workspace, c.name()); c.state.team.Project != "" && exists(early) && !exists(c.docs.root) {
		// The run was killed after the name was decided, before the folder had it.
		if err := os.Rename(early, c.docs.root); err != nil {
			return err
		}
	}
	if err := c.docs.save(requirementFile, []byte(c.state.team.Idea)); err != nil {
		return err
	}
	if err := c.docs.save(".gitignore", []byte("__pycache__/\n*.pyc\n")); err != nil {
		return err
	}
	c.repo.root = c.docs.root
	err := c.repo.begin(ctx)
	if errors.Is(err, errNoGit) {
		return nil // archive says so
	}
	return err
}

// writePRD is the ProductManager's work.
func (c *Company) writePRD(ctx context.Context, r *role, workspace string) ([]Message, error) {
	s := &step{c: c, role: r, name: writePRD}
	if err := c.prepare(ctx, workspace); err != nil {
		return nil, s.fail(err)
	}
	node := WritePRDNode
	wanted := projectName(c.state.team.Options.ProjectName)
	if wanted != "" {
		node = node.Without("Project Name")
	}
	doc, err := s.fill(ctx, node, fmt.Sprintf("### Project Name\n%s\n\n### Original Requirements\n%s\n", wanted, c.state.team.Idea))
	if err != nil {
		return nil, err
	}
	if wanted == "" {
		wanted = projectName(field(doc, "Project Name"))
	}
	if err := c.settleName(workspace, wanted); err != nil {
		return nil, s.fail(err)
	}
	path, err := c.docs.saveDocument(node, prdFolder, prdPages, c.name(), doc, requirementFile)
	if err == nil {
		err = c.docs.saveDiagram(quadrantChart, c.name(), field(doc, "Competitive Quadrant Chart"), path)
	}
	return []Message{{Content: string(doc), CauseBy: writePRD}}, s.fail(err)
}

// settleName gives the project's folder the name of the project, or, if that
// is taken, the name with a number. The state has it first: so a run that is
// killed in between knows the folder as its own.
func (c *Company) settleName(workspace, name string) error {
	if c.state.team.Project != "" {
		return nil
	}
	if name == "" || name == "storage" || name == "logs" {
		name = "project_" + c.name()
	}
	free := name
	for n := 2; exists(filepath.Join(workspace, free)); n++ {
		free = fmt.Sprintf("%s_%d", name, n)
	}
	c.state.team.Project = free
	if err := c.state.save(); err != nil {
		return err
	}
	old := c.docs.root
	c.docs.root = c.projectFolder(workspace)
	if err := os.Rename(old, c.docs.root); err != nil {
		return err
	}
	c.state.saved("folder " + free)
	return nil
}

// writeDesign is the Architect's work.
func (c *Company) writeDesign(ctx context.Context, r *role, news []Message) ([]Message, error) {
	s := &step{c: c, role: r, name: writeDesign}
	doc, err := s.fill(ctx, DesignAPINode, last(news))
	if err != nil {
		return nil, err
	}
	path, err := c.docs.saveDocument(DesignAPINode, designFolder, designPages, c.name(), doc, prdFolder+"/"+c.name()+".json")
	if err == nil {
		err = c.docs.saveDiagram(classDiagram, c.name(), field(doc, "Data structures and interfaces"), path)
	}
	if err == nil {
		err = c.docs.saveDiagram(callFlow, c.name(), field(doc, "Program call flow"), path)
	}
	return []Message{{Content: string(doc), CauseBy: writeDesign}}, s.fail(err)
}

// writeTasks is the ProjectManager's work.
func (c *Company) writeTasks(ctx context.Context, r *role, news []Message) ([]Message, error) {
	s := &step{c: c, role: r, name: writeTasks}
	doc, err := s.fill(ctx, PMNode, last(news))
	if err != nil {
		return nil, err
	}
	path, err := c.docs.saveDocument(PMNode, taskFolder, taskPages, c.name(), doc, designFolder+"/"+c.name()+".json")
	if err == nil {
		var packages []string
		listField(doc, "Required Python packages", &packages)
		err = c.docs.save(packagesFile, mergePackages(nil, packages), path)
	}
	return []Message{{Content: string(doc), CauseBy: writeTasks}}, s.fail(err)
}
