package pipeline

// The nodes of the documents. Keys and types are those of MetaGPT 0.8.1; what
// the instructions say is our own.

// WritePRDNode asks for a product requirements document.
var WritePRDNode = &Node{Key: "WritePRD", Type: Group, Children: []*Node{
	{"Language", Text, "The natural language of the request, such as en_us or zh_cn.", "en_us", nil, false},
	{"Programming Language", Text, "The language to write the program in. Python, unless the request says otherwise.", "Python", nil, false},
	{"Original Requirements", Text, "The request, as it was given.", "Make a stopwatch", nil, false},
	{"Project Name", Text, "A short name in snake case, such as stopwatch or tic_tac_toe.", "stopwatch", nil, false},
	{"Product Goals", List, "At most three goals that do not overlap.",
		[]string{"Measure time exactly", "Start at once", "Be usable with one hand"}, nil, false},
	{"User Stories", List, "Three to five stories of users.",
		[]string{"As a runner, I want to stop laps so that I can compare them", "As a cook, I want to see the time from afar", "As a teacher, I want to reset with one key"}, nil, false},
	{"Competitive Analysis", List, "Five to seven products that do something alike, each with what it does well or badly.",
		[]string{"Phone clock: at hand, but hides the laps", "Wrist watch: exact, but small"}, nil, false},
	{"Competitive Quadrant Chart", Text, "A quadrantChart in mermaid syntax that places these products and ours, with values between 0 and 1.",
		"quadrantChart\n    title \"Reach and ease of stopwatches\"\n    x-axis \"Low Reach\" --> \"High Reach\"\n    y-axis \"Hard\" --> \"Easy\"\n    quadrant-1 \"Lead\"\n    quadrant-2 \"Promote\"\n    quadrant-3 \"Rethink\"\n    quadrant-4 \"Polish\"\n    \"Phone clock\": [0.9, 0.4]\n    \"Our Target Product\": [0.5, 0.8]", nil, false},
	{"Requirement Analysis", Text, "What the requirements come down to.", "", nil, false},
	{"Requirement Pool", Table, "The five most important requirements, each with a priority P0, P1 or P2 before it.",
		[][]string{{"P0", "Start and stop"}, {"P1", "Laps"}}, nil, false},
	{"UI Design draft", Text, "The elements of the user interface, their functions and layout, in a few words.", "One large number, two buttons.", nil, false},
	{"Anything UNCLEAR", Text, "What is not clear, and how it may be settled.", "", nil, true},
}}

// DesignAPINode asks for a system design.
var DesignAPINode = &Node{Key: "DesignAPI", Type: Group, Children: []*Node{
	{"Implementation approach", Text, "What is hard about the requirements, and the open source library chosen for it.", "The window is drawn with tkinter ...", nil, false},
	{"File list", List, "Relative paths of the source files alone; the program starts in main.py or app.py.", []string{"main.py", "clock.py"}, nil, false},
	{"Data structures and interfaces", Text, "A classDiagram in mermaid syntax with classes, methods with their types, and how the classes depend on one another.",
		"classDiagram\n    class Clock {\n        -int ticks\n        +start() None\n        +stop() float\n    }\n    class Main {\n        +main() None\n    }\n    Main --> Clock", nil, false},
	{"Program call flow", Text, "A sequenceDiagram in mermaid syntax, complete, that uses the classes above and shows how each object comes to be and is used.",
		"sequenceDiagram\n    participant M as Main\n    participant C as Clock\n    M->>C: start()\n    C-->>M: stop() returns 3.2", nil, false},
	{"Anything UNCLEAR", Text, "What is not clear, and how it may be settled.", "", nil, true},
}}

// PMNode asks for a plan of the work.
var PMNode = &Node{Key: "PM_NODE", Type: Group, Children: []*Node{
	{"Required Python packages", List, "Packages to install, in the form of requirements.txt.", []string{"flask==1.1.2", "bcrypt==3.2.0"}, nil, true},
	{"Required Other language third-party packages", List, "Packages of other languages.", []string{"No third-party dependencies required"}, nil, true},
	{"Logic Analysis", Table, "The files, each with its classes and functions and with what it imports from the others.",
		[][]string{{"clock.py", "Clock: start, stop"}, {"main.py", "main(), from clock import Clock"}}, nil, false},
	{"Task list", List, "The files in the order in which they are to be written: what others import comes first.", []string{"clock.py", "main.py"}, nil, false},
	{"Full API spec", Text, "All interfaces in OpenAPI 3.0, if client and server talk; else empty.", "openapi: 3.0.0 ...", nil, true},
	{"Shared Knowledge", Text, "What several files must agree on: names of configuration, shared functions.", "`clock.py` has the function that formats times.", nil, false},
	{"Anything UNCLEAR", Text, "What is not clear, and how it may be settled.", "", nil, true},
}}
