A harm whose fact is true from the start cannot be prevented; one that accepts everything is met.
-- question
stages kinds
-- graph
rempart-graph 1
facts 1
entry 0
goal 0 0 5 there
goal 0 4 1 anything
end
-- answer
impossible
set:
kinds 0
given up: there
open: there at V4 by steps
