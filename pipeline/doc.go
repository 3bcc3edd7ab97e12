// Package pipeline is a software company of language models, in the manner of
// MetaGPT: from one sentence a product manager writes requirements, an
// architect a design, a project manager the tasks, and an engineer the code,
// each by asking a model.
//
//	config, err := pipeline.LoadConfig(".", home, os.Environ())
//	company := &pipeline.Company{Config: config, Options: pipeline.DefaultOptions()}
//	summary, err := company.Run(ctx, "write a snake game")
//
// It is made for open models, which seldom answer in quite the form that they
// are asked for. An answer is repaired and made to fit by package repairjson;
// what was mended is told, by node, fault and position. Only an answer that
// cannot be made to fit is asked for once more, with what is wrong with it.
//
// # What is MetaGPT's
//
// The names and the types of the nodes, the layout of the prompts, the roles
// and what they wait for, the folders of a project, the keys of config2.yaml
// and the flags of the command are those of MetaGPT 0.8.1, so that its users
// and their configurations are at home. The words of the prompts and all code
// are our own. There is no incremental mode, no QA engineer and none of the
// agents that call tools.
//
// # A run that is killed
//
// Every answer is on the disk before it is used. A run that was killed is
// taken up by running it again: it does all steps anew, with the answers that
// it has, and so makes the same files. No model is asked twice for the same.
// A document that was edited by hand meanwhile is written anew.
package pipeline
